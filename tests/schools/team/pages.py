"""The pages of the team as somebody uses them: what is read, typed, looked at and sent."""

import datetime as dt
import html
import re

from django.urls import reverse

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)  # a Tuesday
DAY = dt.timedelta(days=1)


def address(route, school, *more):
    return reverse(f"schools:{route}", args=[school.public_id, *more])


def words(response):
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())
    return text.replace("\N{NO-BREAK SPACE}", " ")


def typed(**more):
    return {
        "civility": "MME",
        "last_name": "Duval",
        "first_name": "Inès",
        "email": "",
        "function": "TEACHER",
        "replaces": "",
        "first_day": "2026-11-24",
        "last_day": "2026-12-18",
    } | more


def shown(response):
    """What a page sends back with one of its buttons, as a browser would."""
    body = response.content.decode()
    form = re.search(r"<form[^>]*ajouter.*?</form>", body, re.DOTALL).group()
    data = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = dict(re.findall(r'(\w+)="([^"]*)"', html.unescape(tag)))
        if found.get("type") == "checkbox" and "checked" not in tag:
            continue
        if found.get("name"):
            data.setdefault(found["name"], []).append(found.get("value", ""))
    return data


def add(client, school, **more):
    """Looked at, then confirmed as the page shows it."""
    look = client.post(address("team_add", school), typed(**more))
    assert look.status_code == 200
    return look, client.post(address("team_add", school), shown(look) | {"confirm": "1"})


def end(client, post, **data):
    return client.post(address("post_end", post.school, post.public_id), data)
