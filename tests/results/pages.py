"""Pages as people read them: words with plain spaces."""

import html
import re

import time_machine
from django.urls import reverse

from apps.results.models import ResultVersion
from apps.results.reading.services import mark_read
from coeduc.access import Capacity, Reader


def words_of(response):
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def ask(client, user, name, at, *, method="get", data=None, **arguments):
    with time_machine.travel(at, tick=False):
        client.force_login(user)
        return getattr(client, method)(reverse(f"results:{name}", kwargs=arguments), data or {})


def open_all(user, at):
    """As if this person had opened every result they may read by then, in each space."""
    for capacity in (Capacity.FAMILY, Capacity.STUDENT):
        for version in ResultVersion.objects.visible_to(Reader(user, capacity, at), at=at):
            mark_read(version, user)


def read(client, user, name, at, *, query=None, **arguments):
    """The words of the page, which must be there."""
    response = ask(client, user, name, at, data=query, **arguments)
    assert response.status_code == 200
    return words_of(response)
