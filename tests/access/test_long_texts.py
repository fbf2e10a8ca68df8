"""One walk over every form: whatever is written at length has a draft in the browser.

A long text is a textarea, or a field of one line that takes two hundred signs or more.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import html

from coeduc import proofs
from coeduc.forms import SECRET
from tests.access.conftest import address, signed_in
from tests.access.table import TABLE

LONG = 200
PAGES = sorted(
    name for name, case in TABLE.items() if any(a.status in (200, 302) for a in case.get)
)
# What each draft is of, and whether it is a confidence: its author alone may learn that it exists,
# on its own page. A new kind of draft is put on one side or the other.
IN_CONFIDENCE = {"coupure", "demande", "retablir", "retenue", "retrait"}
ORDINARY = {
    "annulation",
    "cahier",
    "copies",
    "evaluation",
    "galerie",
    "lettres",
    "mot",
    "ouverture",
    "publication",
    "regle",
}
# What a form says to whoever is about to confide something.
PROMISES = re.compile(r"[Nn]i tes parents|jamais par la famille|[Ss]euls? la CPE|ersonne ne lit")
# Names and addresses take many signs, and are no text.
SHORT = ("email", "tel", "search", "url", "password", "hidden")


@pytest.mark.parametrize("name", PAGES)
def test_every_long_text_has_its_draft(world, in_november, monkeypatch, name):
    monkeypatch.setattr(proofs, "has_fresh_proof", lambda request: True)
    case = TABLE[name]

    lost = {
        f"{actor}: {field}"
        for actor in _readers(case)
        for field in _lost(_page(world, actor, case))
    }

    assert lost == set()


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_in_confidence_says_that_it_is_one_and_can_be_cancelled(
    world, in_november, monkeypatch, name
):
    monkeypatch.setattr(proofs, "has_fresh_proof", lambda request: True)
    case = TABLE[name]

    pages = [_page(world, actor, case) for actor in _readers(case)]

    forms = [form for page in pages for form in _forms(page)]
    keys = {key for form in forms for key in form.xpath(".//@data-co-kept")}
    assert {_kind(key) for key in keys} <= IN_CONFIDENCE | ORDINARY
    assert {key for key in keys if _kind(key) in IN_CONFIDENCE} == {
        key for key in keys if key.startswith(SECRET)
    }
    assert [form.text_content() for form in forms if _is_promised(form)] == []
    assert [form.text_content() for form in forms if _has_another_way_out(form)] == []


@pytest.mark.parametrize(
    "name",
    [
        "results:result_hold",
        "results:result_withdraw",
        "results:assessment_marks",
        "results:student_result_talk",
        "publication:rule_adopt",
        "publication:opening_edit",
        "schools:restriction_create",
        "homework:work_cancel",
        "invitations:letter_texts",
    ],
)
def test_the_walk_meets_the_long_texts_it_is_about(world, in_november, monkeypatch, name):
    monkeypatch.setattr(proofs, "has_fresh_proof", lambda request: True)
    cases = [case for case in TABLE.values() if case.route == name]

    pages = [_page(world, actor, case) for case in cases for actor in _readers(case)]

    assert any(_long(form) for page in pages for form in _forms(page))


def _readers(case: Any) -> list[str]:
    """The first person of each answer that is a page."""
    answers = [actors for answer, actors in case.get.items() if answer.status in (200, 302)]
    return [
        next((one for one in actors if one != "anonymous"), actors[0])
        for actors in answers
        if actors
    ]


def _page(world: Any, actor: str, case: Any) -> Any:
    with signed_in(world, actor) as client:
        response = client.get(address(case, world))
    kind = response.headers.get("Content-Type", "")
    if response.status_code != 200 or response.streaming or not kind.startswith("text/html"):
        return html.fromstring("<p></p>")
    return html.fromstring(response.content.decode())


def _forms(page: Any) -> list[Any]:
    return page.xpath("//main//form[translate(@method, 'POST', 'post')='post']")


def _long(form: Any) -> list[str]:
    found = form.xpath(".//textarea[not(@readonly)][@name]")
    found += [
        one
        for one in form.xpath(".//input[@name][@maxlength]")
        if one.get("type", "text") not in SHORT and int(one.get("maxlength")) >= LONG
    ]
    return [one.get("name") for one in found]


def _kind(key: str) -> str:
    return key.removeprefix(SECRET).partition(":")[0]


def _is_promised(form: Any) -> bool:
    """Says who alone will read this, with a draft that is not one in confidence."""
    keys = form.xpath(".//@data-co-kept")
    said = " ".join(form.text_content().split())
    return bool(PROMISES.search(said)) and any(not key.startswith(SECRET) for key in keys)


def _has_another_way_out(form: Any) -> bool:
    """«Annuler» that leaves the draft behind."""
    ways = form.xpath(".//a[contains(@class, 'button--plain')][not(@data-co-cancel)]")
    return bool(ways and form.xpath(".//@data-co-kept"))


def _lost(page: Any) -> list[str]:
    has_scripts = bool(page.xpath("//script[contains(@src, 'js/app')]"))
    return [
        name
        for form in _forms(page)
        for name in _long(form)
        if not (has_scripts and form.xpath(".//*[@data-co-kept] | self::*[@data-co-draft]"))
    ]
