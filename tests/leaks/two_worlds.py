"""Two worlds that differ by what nobody may read yet: every page of everybody, compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import time_machine
from django.core import mail
from django.db import transaction
from django.urls import reverse

from apps.homework.enums import FeedOf
from apps.notices.outbox.services import sending
from apps.publication.rules import Rule, Shows
from apps.results.announcements import services as announcements_services
from apps.results.hand_backs import services as hand_backs_services
from apps.results.marks import services as marks_services
from apps.results.marks.rules.typed import Mark
from apps.results.models import Result
from apps.results.words.services import help
from apps.schools.models import Student
from tests.access.actors import PUPILS, RELATIVES
from tests.access.conftest import TOKEN, signed_in
from tests.bodies import exactly
from tests.leaks.feeds import feed_address
from tests.leaks.pages import LISTS, NOBODY, SPACES, routes_of
from tests.world import HANDED_BACK_AT, World

SHOW_ALL = Rule(
    shows=Shows(class_average=True, extremes=True, running_average=True), support_required=False
)
MARKED_AT = HANDED_BACK_AT - dt.timedelta(days=1)
# The sweep (tests/access) asks everybody; here, those who have a page about Inès, or about Léo.
READERS = ("guardian", "guardian_of_classmate", "pupil", "relative")
SECRET = "canari"
METHOD_NOT_ALLOWED = 405
# The routes that said so, to anybody: asked once, since the answer is that of the address.
_only_post: set[str] = set()


def entries() -> dict[str, dict[str, Any]]:
    """What a teacher may have entered for Inès: values, words, levels, help."""
    return {
        "nothing": {},
        "the lowest": {"mark": Mark(value=Decimal(0)), "no_help": True},
        "the highest": {"mark": Mark(value=Decimal(20))},
        "a canary and words": {
            "mark": Mark(value=Decimal("13.37")),
            "achieved": SECRET,
            "to_review": SECRET,
            "progress": SECRET,
        },
        "absent": {"mark": Mark(status="abs")},
    }


def enter_for(world: World, assessment: Any, fields: dict[str, Any], *, at: dt.datetime) -> None:
    """Through the service, as the grid does; ``fields`` of a ``MarkEntry``."""
    if not fields:
        return
    result = Result.objects.get(assessment=assessment, student=world.student)
    last = result.versions.order_by("-n").first()
    entry = marks_services.MarkEntry(result=result, seen=last.n if last else 0, **fields)
    teacher = world.people["teacher"]
    marks_services.save_marks(assessment, [entry], by=teacher, at=at, reason="Erreur de total.")


def tap(world: World, *, at: dt.datetime = HANDED_BACK_AT, **said: Any) -> None:
    hand_backs_services.hand_back(
        world.assessment,
        by=world.people["teacher"],
        at=at,
        help_for_all=help.Help(nothing=True),
        **said,
    )


def addresses(world: World, space: str, about: str = "") -> list[str]:
    """Every route of a space, with every child’s result, the school, and a calendar.

    Of the classmates whom no reader knows, one: they are alike, and 404 for everybody.
    ``about``: those of one subject alone (``results:``), where every page would take minutes.
    """
    known = [world.student.pk, world.other_student.pk]
    others = Result.objects.exclude(student__in=known).order_by("pk")[:1]
    results = [*Result.objects.filter(student__in=known).order_by("pk"), *others]
    found = []
    for route in routes_of(SPACES[space]):
        if not route.name.startswith(about) or route.name in _only_post:
            continue
        if not route.arguments:
            found.append(reverse(route.name))
        elif route.name.startswith("results:"):
            found += [reverse(route.name, args=[result.public_id]) for result in results]
        else:
            found.append(reverse(route.name, args=[world.school.public_id]))
    if space == "relative":  # nothing of a child is in an address of theirs, nor in a calendar
        return found
    of = FeedOf.STUDENT if space == "pupil" else FeedOf.FAMILY
    found.append(feed_address(world.people[space], of))
    children = Student.objects.filter(pk__in=[world.student.pk, world.other_student.pk])
    if space != "pupil":
        found += [
            f"{reverse(name)}?enfant={child}"
            for name in LISTS
            for child in (*children.values_list("public_id", flat=True), NOBODY)
        ]
    return found


def read_all(
    world: World,
    at: dt.datetime,
    readers: Iterable[str] = READERS,
    *,
    about: str = "",
    **headers: str,
) -> dict[Any, Any]:
    """Everything that is sent: status, headers (length included), names of cookies, body."""
    seen = {}
    with time_machine.travel(at, tick=False):
        for reader in readers:
            space = _space_of(reader)
            with signed_in(world, reader) as client:
                for address in addresses(world, space, about):
                    response = client.get(address, **headers)
                    if response.status_code == METHOD_NOT_ALLOWED:
                        _only_post.add(response.resolver_match.view_name)
                        continue
                    seen[reader, address] = (
                        response.status_code,
                        dict(response.headers),
                        sorted(response.cookies),
                        TOKEN.sub(r"\1", exactly(response)),
                    )
    return seen


def _space_of(reader: str) -> str:
    if reader in RELATIVES:
        return "relative"
    return "pupil" if reader in PUPILS else "guardian"


@contextmanager
def forgotten() -> Any:
    """What the block writes is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def differences(acts: Iterable[Callable[[], Any]], read: Callable[[], dict[Any, Any]]) -> list[Any]:
    """The keys whose pages are not the same after each of ``acts``, done in turn and forgotten."""
    worlds = []
    for act in acts:
        with forgotten():
            act()
            worlds.append(read())
    first, *others = worlds
    assert len(first) > 1
    assert others
    return sorted({key for other in others for key in first if first[key] != other[key]})


def mails_sent(at: dt.datetime) -> list[Any]:
    """Every mail of a tick, whole."""
    mail.outbox.clear()
    announcements_services.announce(at=at)
    for notice in sending.claim(limit=50, at=at):
        sending.send(notice, at=at)
    return sorted(
        (sent.to, sent.subject, sent.body, [str(part[0]) for part in sent.alternatives])
        for sent in mail.outbox
    )
