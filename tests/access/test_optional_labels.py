"""One walk over every form: «(facultatif)» never stands on what the server then asks for.

Each form of each page is sent with nothing typed, then with each choice made, each box ticked and
each field filled in turn; an error on a field left empty, whose label said it could be, is a lie.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from lxml import html

from coeduc import proofs
from tests.access.conftest import address, signed_in
from tests.access.table import TABLE

OPTIONAL = "(facultatif)"
TYPED = {"date": "2026-11-26", "time": "08:30", "number": "5", "email": "a@lieu.example"}
SILENT = ("hidden", "submit", "button", "file", "checkbox", "radio")
PAGES = sorted(
    name for name, case in TABLE.items() if any(a.status in (200, 302) for a in case.get)
)


@pytest.mark.parametrize("name", PAGES)
def test_what_is_said_optional_is_not_then_asked_for(world, in_november, monkeypatch, name):
    monkeypatch.setattr(proofs, "has_fresh_proof", lambda request: True)
    case = TABLE[name]

    lies = set()
    for actor in _readers(case):
        with signed_in(world, actor) as client:
            url = address(case, world)
            for form in _forms(client.get(url)):
                lies |= _lies(client, form, url)

    assert lies == set()


def _readers(case: Any) -> list[str]:
    """The first person of each answer that is a page, or will be once they proved who they are."""
    answers = {answer: actors for answer, actors in case.get.items() if answer.status in (200, 302)}
    return [
        next((one for one in actors if one != "anonymous"), actors[0])
        for actors in answers.values()
        if actors
    ]


def _forms(response: Any) -> list[Any]:
    kind = response.headers.get("Content-Type", "")
    if response.status_code != 200 or response.streaming or not kind.startswith("text/html"):
        return []
    page = html.fromstring(response.content.decode())
    return page.xpath("//main//form[translate(@method, 'POST', 'post')='post']")


def _lies(client: Any, form: Any, url: str) -> set[str]:
    said = _said_optional(form)
    found = set()
    for data in _ways_to_fill(form) if said else ():
        with transaction.atomic():
            response = client.post(form.get("action") or url, data)
            transaction.set_rollback(True)
        for answered in _forms(response):
            for field in answered.xpath(".//*[@aria-invalid='true'][@name]"):
                title = field.get("name")
                if not data.get(title) and title in said | _said_optional(answered):
                    found.add(
                        f"{title} ({said.get(title, '')})" if isinstance(said, dict) else title
                    )
    return found


def _said_optional(form: Any) -> set[str]:
    """The names of the fields whose label, or whose group's legend, says that they may be left."""
    named = {field.get("id"): field.get("name") for field in form.xpath(".//*[@id][@name]")}
    labels = [one for one in form.xpath(".//label[@for]") if OPTIONAL in one.text_content()]
    groups = [
        one
        for one in form.xpath(".//fieldset")
        if OPTIONAL in "".join(one.xpath("./legend//text()"))
    ]
    names = {named.get(label.get("for"), "") for label in labels}
    return names | {name for group in groups for name in group.xpath(".//*[@name]/@name")}


def _ways_to_fill(form: Any) -> Iterator[dict[str, Any]]:
    hidden = {
        one.get("name"): one.get("value", "")
        for one in form.xpath(".//input[@type='hidden'][@name]")
    }
    chosen, ways = {}, []
    for field in form.xpath(".//input[@type='radio'][@checked]"):
        chosen[field.get("name")] = field.get("value")
    for field in form.xpath(".//select[@name]"):
        picked = field.xpath(".//option[@selected]") or field.xpath(".//option")
        chosen[field.get("name")] = picked[0].get("value", "") if picked else ""
    typed = [
        one
        for one in form.xpath(".//input[@name] | .//textarea[@name]")
        if one.get("type") not in SILENT
    ]
    ways += [
        {
            one.getparent().getparent().get("name") or one.getparent().get("name"): one.get(
                "value", ""
            )
        }
        for one in form.xpath(".//select/option")
    ]
    ways += [
        {one.get("name"): one.get("value", "on")}
        for one in form.xpath(".//input[@type='radio' or @type='checkbox'][@name]")
    ]
    ways += [{one.get("name"): TYPED.get(one.get("type"), "5")} for one in typed]
    buttons = [
        {one.get("name"): one.get("value", "")} for one in form.xpath(".//button[@name]")
    ] or [{}]
    blank = {one.get("name"): "" for one in typed}
    yield from ({**blank, **hidden, **chosen, **press} for press in buttons)
    yield from ({**blank, **hidden, **chosen, **buttons[0], **way} for way in ways)
