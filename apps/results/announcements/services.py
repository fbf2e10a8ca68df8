"""Telling families that something has become visible: who, once, and in one message.

Nothing here decides visibility: a tick compares what may be read *now* with what was told. A late
tick tells late; a tick that runs twice tells once.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef

from apps.notices.models import Notice
from apps.notices.outbox.services.writing import BY_EMAIL, Message, NoticeKind, enqueue_all
from apps.publication.enums import NoticePolicy
from apps.results.models import ResultAnnouncement, ResultVersion
from apps.schools.links import LEGAL
from apps.schools.models import Guardian, Guardianship
from coeduc.access import Capacity, Reader

KIND = "results"
# Each tick compares the last days, which costs little; a deep one, once an hour, what a long
# breakdown left untold. Readable for three weeks, a result is no news any more.
RECENT = dt.timedelta(days=4)
LOOK_BACK = dt.timedelta(days=21)
BATCH = 5000
TICK_LOCK = 0x636F_6564_7563_0001  # any number of ours; advisory locks belong to one database

Pair = tuple[int, int, int]  # guardian, version, school


@transaction.atomic
def announce(*, at: dt.datetime, look_back: dt.timedelta = RECENT, limit: int = BATCH) -> int:
    """Write one notice for each guardian who may read something they were not told about.

    At most ``limit`` results at a time, a guardian never cut in two: call again until it returns
    0. The number of statements does not depend on the number of guardians.
    """
    if not _alone():
        return 0
    pairs = _whole_guardians(list(_unannounced(at=at, since=at - look_back)[:limit]), limit)
    messages = {
        guardian: Message(_event(group), KIND, guardian, school)
        for (guardian, school), group in _by_guardian(pairs)
    }
    notices = enqueue_all(list(messages.values()), at=at)
    ResultAnnouncement.objects.bulk_create(
        [
            ResultAnnouncement(
                school_id=school,
                version_id=version,
                guardian_id=guardian,
                notice=notices[messages[guardian]],
            )
            for guardian, version, school in pairs
        ],
        ignore_conflicts=True,
    )
    return len(messages)


def _unannounced(*, at: dt.datetime, since: dt.datetime, reachable: Any = BY_EMAIL) -> Any:
    """(guardian, version, school) of what may be read and was not told, one guardian after another.

    The rule is that of the pages, ``ResultVersion.released_to``, asked for every guardian at once:
    its reader is a column. On top of it, only for announcing: the link holds today, and held when
    the result appeared (who comes later reads it and is told nothing retroactively). While a link
    holds, every later version that has appeared is released to it too: that is what ``newer`` is.
    ``reachable`` says through which channel; guardians without an address stay untold by mail.
    """
    reader: Any = Reader(user=OuterRef("reader"), capacity=Capacity.FAMILY, at=at)  # type: ignore[arg-type]
    link = (
        Guardianship.objects.of(reader.user)
        .opening(LEGAL, at=at)
        .filter(pk=OuterRef("link"), during__startswith__lte=OuterRef("guardian_release_at"))
    )
    newer = ResultVersion.objects.filter(
        result=OuterRef("result"), n__gt=OuterRef("n"), guardian_release_at__lte=at
    )
    announced = ResultAnnouncement.objects.filter(
        version=OuterRef("pk"), guardian=OuterRef("guardian")
    )
    return (
        ResultVersion.objects.filter(
            guardian_release_at__gt=since, rule__notice=NoticePolicy.AT_ONCE
        )
        .annotate(
            link=F("student__guardianships"),
            guardian=F("student__guardianships__guardian"),
            reader=F("student__guardianships__guardian__user"),
        )
        .released_to(reader, at=at)
        .filter(
            ~Exists(announced),
            ~Exists(newer),
            Exists(link),
            Exists(Guardian.objects.filter(reachable, pk=OuterRef("guardian"))),
        )
        .order_by("guardian", "pk")
        .values_list("guardian", "pk", "school")
    )


def _whole_guardians(pairs: list[Pair], limit: int) -> list[Pair]:
    """Leave the last guardian of a full batch to the next one: their message must be whole."""
    if len(pairs) < limit or pairs[0][0] == pairs[-1][0]:
        return pairs
    return [pair for pair in pairs if pair[0] != pairs[-1][0]]


def _by_guardian(pairs: Iterable[Pair]) -> Any:
    return itertools.groupby(pairs, key=itemgetter(0, 2))


def _event(group: Iterable[Pair]) -> str:
    """A version is told to a guardian once, so its first version names the message."""
    return f"{KIND}:{min(version for __, version, __ in group)}"


def _alone() -> bool:
    """Two ticks at once would see the same untold results; the second leaves them to the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [TICK_LOCK])
        return cursor.fetchone()[0]


def _readable(notice: Notice, *, at: dt.datetime) -> Any:
    """What this notice told and its guardian may still read, their link holding today."""
    user = notice.person.user
    if user is None:
        return ResultVersion.objects.none()
    links = (
        Guardianship.objects.of(user)
        .opening(LEGAL, at=at)
        .filter(guardian=notice.guardian_id, student=OuterRef("student"))
    )
    versions = ResultVersion.objects.visible_to(Reader(user, Capacity.FAMILY, at), at=at)
    return versions.filter(Exists(links), announcements__notice=notice)


def still_allowed(notice: Notice, *, at: dt.datetime) -> bool:
    """Whether the guardian of this notice may still read something that it announces."""
    return _readable(notice, at=at).exists()


def context(notice: Notice, *, at: dt.datetime) -> dict[str, bool]:
    """How many, so that the sentence is in French; never what, nor whose."""
    students = list(_readable(notice, at=at).values_list("student", flat=True))
    return {"several_results": len(students) > 1, "several_children": len(set(students)) > 1}


RESULTS = NoticeKind(
    slug=KIND, template="emails/results", still_allowed=still_allowed, context=context
)
