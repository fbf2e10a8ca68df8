"""Opening a result, and what one has not opened yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypedDict

from django.db.models import Exists, F, OuterRef, Q, TextField
from django.db.models.functions import Cast, Coalesce, JSONObject

from apps.accounts.models import User
from apps.publication.release.models import instant_of
from apps.results.models import HelpAnswer, ReadMark, ResultVersion
from apps.schools.links import LEGAL, children_of
from apps.schools.models import Student, day_there
from coeduc.access import Reader
from coeduc.registry import rows_of

UNREAD, PROPOSED = "results.unread", "results.proposed"


def mark_read(version: ResultVersion, user: User) -> None:
    """Opened by this account: lists may say it. Twice is once, in two windows as well."""
    ReadMark.objects.bulk_create(
        [ReadMark(school_id=version.school_id, user=user, version=version)],
        update_conflicts=True,
        update_fields=["is_opened"],
        unique_fields=["user", "version"],
    )


def mark_unread(version: ResultVersion, user: User) -> None:
    """Kept to be read again, by who opened it."""
    ReadMark.objects.filter(user=user, version=version).delete()


def mark_all_read(reader: Reader, student: Student, *, until: dt.datetime) -> dict[int, int]:
    """What had appeared ``until`` then is no longer to be read: the mark of each version.

    For this account alone, and nothing of it is opened: lists say what is in it once it is.
    What has appeared since the list was shown stays to be read: nobody has seen it there.
    """
    rows = _to_be_read(reader).filter(
        student=student, is_past=False, **{f"{instant_of(reader.capacity)}__lte": until}
    )
    marks = [
        ReadMark(school_id=school, user=reader.user, version_id=pk, is_opened=False)
        for pk, school in rows.values_list("pk", "school")
    ]
    ReadMark.objects.bulk_create(marks, ignore_conflicts=True)
    made: Any = ReadMark.objects.visible_to(reader, at=reader.at)
    read = made.filter(version__in=[mark.version_id for mark in marks])
    return dict(read.values_list("version", "pk")) if marks else {}


def forget_marks(reader: Reader, marks: Iterable[int], *, at: dt.datetime) -> None:
    """What a gesture marked is to be read again: one's own marks alone, twice is once.

    What was opened since, in another window as well, is no longer of that gesture.
    """
    mine: Any = ReadMark.objects.visible_to(reader, at=at)
    mine.filter(pk__in=list(marks), is_opened=False).delete()


class UnreadLabel(TypedDict):
    """Whose it is, and whether it is past: to be said, not to be read."""

    pupil: str
    past: bool


class ProposedLabel(TypedDict):
    """Which help, for whom; ``zone``: the clock of the school."""

    help: str
    pupil: str
    zone: str


def unread(reader: Reader) -> Iterable[Any]:
    """What this family or this pupil may read and has not read, of this year: ``UnreadLabel``."""
    if not (reader.is_family or reader.is_student):
        return []
    label_json = JSONObject(pupil="student__public_id", past="is_past")
    return [
        rows_of(
            _to_be_read(reader).annotate(label_json=Cast(label_json, TextField())),
            UNREAD,
            child="student",
            about="result__public_id",
            since=instant_of(reader.capacity),
            label="label_json",
        )
    ]


def _to_be_read(reader: Reader) -> Any:
    """What the first page counts: what the list has under «à lire», and what is past."""
    versions: Any = ResultVersion.objects.visible_to(reader, at=reader.at)
    return versions.with_opened(reader, at=reader.at).filter(
        Q(is_past=False) | Q(is_of_a_past_year=False), is_read=False
    )


def unanswered(reader: Reader) -> Iterable[Any]:
    """The helps proposed to one's children, of this year and still given, without one's answer.

    An answer holds for every result that proposed the same help before it.
    """
    if not reader.is_family:
        return []
    legal = [
        link.student_id
        for link in children_of(reader, at=reader.at)
        if LEGAL.opens(link, reader.at)
    ]
    if not legal:
        return []
    answered = HelpAnswer.objects.filter(
        guardian__user=reader.user,
        result__student=OuterRef("student"),
        device=OuterRef("offered"),
        at__gte=OuterRef("guardian_release_at"),
    )
    versions: Any = ResultVersion.objects.visible_to(reader, at=reader.at)
    proposing = (
        versions.filter(student__in=legal, no_help=False)
        .annotate(offered=Coalesce(F("device"), F("result__assessment__device")))
        .filter(
            Q(device__isnull=False, device__closed_on=None)
            | Q(device=None, result__assessment__device__closed_on=None),
            ~Exists(answered),
            offered__isnull=False,
            result__assessment__teaching__year__ends_on__gte=day_there(reader.at),
        )
        .annotate(help=Coalesce(F("device__name"), F("result__assessment__device__name")))
    )
    label_json = JSONObject(help="help", pupil="student__first_name", zone="school__zone_name")
    return [
        rows_of(
            proposing.annotate(label_json=Cast(label_json, TextField())),
            PROPOSED,
            child="student",
            about="result__public_id",
            since="guardian_release_at",
            label="label_json",
        )
    ]
