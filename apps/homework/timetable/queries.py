"""The ordinary week of the pupils of a reader: what each is taught, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from apps.homework.models import TimetableSlot
from apps.schools.links import DAILY
from apps.schools.models import Teaching
from apps.schools.rosters import teachings_known
from coeduc.replay import Reading, padded

if TYPE_CHECKING:
    import datetime as dt

    from django_stubs_ext import WithAnnotations

    from apps.homework.weeks.queries import SlotJson
    from coeduc.access import Reader

    class HoursTold(TypedDict):
        """Its weekly lessons, as JSON of the database."""

        json_slots: list[SlotJson]

    TaughtRow: TypeAlias = WithAnnotations[Teaching, HoursTold]


def teachings_read(reader: Reader, *, at: dt.datetime) -> dict[int, list[TaughtRow]]:
    """Of each pupil whose daily life this reader follows, all that they are taught; one statement.

    Nobody, for who does not read as a family or as a pupil.
    """
    known = teachings_known(reader, DAILY, at=at)
    if not known:
        return {}
    keys = list(dict.fromkeys(key for taught in known.values() for key in taught))
    rows = {row.pk: row for row in TAUGHT.rows(padded(keys))} if keys else {}
    return {
        pupil: [rows[key] for key in dict.fromkeys(taught) if key in rows]
        for pupil, taught in known.items()
    }


def _taught(keys: Sequence[int]) -> QuerySet[TaughtRow]:
    slots = TimetableSlot.objects.standing().filter(teaching=OuterRef("pk"))
    rows = (
        Teaching.objects.filter(pk__in=keys)
        .annotate(
            json_slots=ArraySubquery(
                slots.order_by("weekday", "starts_at", "week").values(
                    json=JSONObject(
                        weekday="weekday", week="week", starts="starts_at", ends="ends_at"
                    )
                )
            )
        )
        .select_related("subject")
        .order_by("subject__label", "pk")
    )
    return cast("QuerySet[TaughtRow]", rows)


TAUGHT = Reading(_taught)
