"""The teacher's pages, as a person sends and reads them."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from apps.homework.models import TimetableSlot
from tests.factories.schools import since
from tests.homework.conftest import THURSDAY, TODAY

DAY = dt.timedelta(days=1)
# 21:30 in Paris.
NIGHT = dt.datetime(2026, 11, 17, 20, 30, tzinfo=dt.UTC)


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def write_url(teaching, day=TODAY):
    return reverse("homework:lesson_write", args=[teaching.public_id, day])


def of(name, row):
    return reverse(f"homework:{name}", args=[row.public_id])


def typed(text="Fractions : addition.", works=(), **more):
    """What the page sends: each work a dict, its names without the prefix."""
    data = {"text": text, "act": "publish", "works": str(max(len(works), 1)), **more}
    for n, one in enumerate(works):
        data |= {f"work-{n}-{name}": value for name, value in one.items()}
    return data


def one(text="Exercice 4", due=THURSDAY, **more):
    return {"text": text, "due": due.isoformat(), **more}


def slot(teaching, weekday):
    return TimetableSlot.objects.create(
        school=teaching.school,
        teaching=teaching,
        weekday=weekday,
        starts_at=dt.time(8),
        ends_at=dt.time(8, 55),
        during=since(),
    )
