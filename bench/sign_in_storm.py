"""Sign-ins a second: people who open the form and send it, all at once, each from an address.

    python -m coeduc.embedded run python -m bench.sign_in_storm [--sign-ins 200] [--people 16]
        [--server OPTIONS] [--profile]

Through the server of production. Aimed at: 25 a second on two cores that do nothing else.
``--profile`` says where one sign-in spends its time, without the server.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import re
import shlex
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")

import django

django.setup()

from django.test import Client

from apps.accounts.models import User
from bench import machine, site
from bench.schools import at_size

FORM = "/compte/connexion/"
PASSWORD = "cahier-ouvert"  # noqa: S105 (the demonstration’s, said on its screen)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def _people(count: int) -> list[str]:
    """Accounts of the demonstration, all with the password that its stories have."""
    known = User.objects.get(username="claire.roux").password
    people = User.objects.filter(is_active=True).order_by("pk")
    people.update(password=known)
    return list(people.values_list("username", flat=True)[:count])


def _sign_in(portal: site.Site, name: str, n: int) -> Callable[[], None]:
    def act() -> None:
        address = f"10.1.{n // 250}.{n % 250 + 1}"
        _status, headers, body = portal.ask("GET", FORM, **{"X-Forwarded-For": address})
        token = TOKEN.search(body.decode())
        assert token
        cookie = (headers["Set-Cookie"] or "").partition(";")[0]
        status, _headers, _body = portal.ask(
            "POST",
            FORM,
            urlencode({"csrfmiddlewaretoken": token[1], "login": name, "password": PASSWORD}),
            **{
                "X-Forwarded-For": address,
                "Cookie": cookie,
                "Referer": f"https://localhost{FORM}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        assert status == 302, (name, status)

    return act


def profiled(names: list[str]) -> None:
    """Where the time of one sign-in goes, in this process."""
    client: Any = Client(HTTP_HOST="localhost")
    client.post(FORM, {"login": names[0], "password": PASSWORD})
    profile = cProfile.Profile()
    for name in names[1:11]:
        client = Client(HTTP_HOST="localhost")
        profile.enable()
        client.get(FORM)
        assert client.post(FORM, {"login": name, "password": PASSWORD}).status_code == 302
        profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


def main() -> None:
    words = machine.words(__doc__ or "")
    words.add_argument("--sign-ins", type=int, default=200)
    words.add_argument("--people", type=int, default=16)
    words.add_argument("--server", default="", help="d’autres options pour gunicorn")
    words.add_argument("--profile", action="store_true")
    options = words.parse_args()
    database = at_size(1)
    names = _people(options.sign_ins)
    if options.profile:
        profiled(names)
        return
    site.collect_static(database)
    with site.serving(site.PORTAL, database, *shlex.split(options.server)) as portal:
        acts = [_sign_in(portal, name, n) for n, name in enumerate(names)]
        site.at_once(portal, acts[:4], people=4)
        heard = site.at_once(portal, acts[4:], people=options.people)
        print(machine.described())
        print(
            f"{heard.count} connexions par {options.people} personnes : {heard.rate:.1f} par "
            f"seconde, médiane {heard.p50:.0f} ms, p95 {heard.p95:.0f} ms, "
            f"{heard.processor:.1f} ms de processeur chacune (site et base)"
        )


if __name__ == "__main__":
    main()
