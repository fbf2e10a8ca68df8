"""What a post, a class taught and a class led have in common: given, ended, over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TypeAlias

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.schools.errors import TeamError
from apps.schools.models import (
    LeadTeacher,
    Post,
    Staff,
    Teaching,
    TeachingStaff,
)

Held: TypeAlias = Post | TeachingStaff | LeadTeacher


def teach(
    person: Staff, teaching: Teaching, during: DateTimeTZRange, given: dict[str, object]
) -> None:
    """Nothing more where they teach it already for as long."""
    standing = TeachingStaff.objects.filter(staff=person, teaching=teaching)
    if standing.filter(during__contains=during).exists():
        return
    try:
        with transaction.atomic():
            TeachingStaff.objects.create(staff=person, teaching=teaching, during=during, **given)
    except IntegrityError as problem:
        raise TeamError(
            _("%(person)s enseigne déjà %(teaching)s à une partie de ces dates.")
            % {"person": person, "teaching": teaching}
        ) from problem


def given_to(person: Staff, *, at: dt.datetime) -> Iterator[TeachingStaff | LeadTeacher]:
    """Everything taught or led by this person that has not ended."""
    yield from TeachingStaff.objects.filter(staff=person).not_over(at=at)
    yield from LeadTeacher.objects.filter(staff=person).not_over(at=at)


def refuse_if_over(link: Held, *, at: dt.datetime) -> None:
    """Raise TeamError for a link that has ended, or was cancelled before it began."""
    if link.during.isempty or (link.during.upper is not None and link.during.upper <= at):
        raise TeamError(_("C’était déjà fini."))


def close(link: Held, end: dt.datetime, *, by: User) -> None:
    """End a link, and keep who decided it."""
    link.during, link.ended_by = until(link.during, end), by
    link.save(update_fields=["during", "ended_by"])


def covering(*spans: DateTimeTZRange) -> DateTimeTZRange:
    """From the first instant of any of them to the last; empty ones say nothing."""
    said = [span for span in spans if not span.isempty]
    if not said:
        return DateTimeTZRange(empty=True)
    ends = [span.upper for span in said]
    return DateTimeTZRange(min(span.lower for span in said), None if None in ends else max(ends))


def until(during: DateTimeTZRange, end: dt.datetime) -> DateTimeTZRange:
    """What had not begun never was."""
    if during.isempty or during.lower >= end:
        return DateTimeTZRange(empty=True)
    return DateTimeTZRange(during.lower, end)
