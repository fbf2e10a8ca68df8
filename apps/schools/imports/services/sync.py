"""Bring rows to what the files say: create, change, end; never delete, never rewrite the same.

A *thing* (pupil, class, subject) is created or changed. A *link* (enrolment, guardianship) is
opened or ended: its `during` says when it was true.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from apps.schools.days import today_of
from apps.schools.errors import Rejection
from apps.schools.imports.rules.decoding import has_lost_letters
from apps.schools.imports.rules.report import ImportReport
from apps.schools.models import School, SchoolYear
from coeduc.days import midnight

BATCH = 1000
Row = TypeVar("Row", bound=models.Model)
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One run: for which school and year, at which instant, reporting where.

    `stepped` is called each time the rows of one kind have been brought to what the files say.
    """

    school: School
    year: SchoolYear
    at: dt.datetime
    report: ImportReport
    stepped: Callable[[], None] = lambda: None

    @property
    def opening(self) -> dt.datetime:
        """First instant of the school year."""
        return self.midnight(self.year.starts_on)

    @property
    def today(self) -> dt.date:
        return today_of(self.school, at=self.at)

    def midnight(self, day: dt.date) -> dt.datetime:
        """The start of a day at the school, in UTC."""
        return midnight(day, self.school.time_zone).astimezone(dt.UTC)

    def change_at(self) -> dt.datetime:
        """When a change of this year takes effect: now, or at the opening if it is still ahead."""
        return max(self.at, self.opening)

    def end_of(self, year: SchoolYear) -> dt.datetime:
        """When a link of `year` ends if the files no longer have it."""
        return self.opening if year.pk != self.year.pk else self.at


def warn_lost_letters(
    batch: ImportRun, sentence: str, names: Mapping[str, tuple[str, ...]]
) -> None:
    """Names that lost their accents before they were exported: kept as they are, and told.

    ``sentence`` has «%(keys)s», the people's national numbers.
    """
    keys = [key for key, said in names.items() if has_lost_letters(*said)]
    if keys:
        batch.report.warn(sentence % {"keys": ", ".join(keys)})


def span(start: dt.datetime, end: dt.datetime | None = None) -> DateTimeTZRange:
    """From ``start`` to ``end`` excluded; without an end, for as long as the files say so."""
    return DateTimeTZRange(start, end, "[)")


def upsert(
    batch: ImportRun,
    model: type[Row],
    kind: str,
    existing: Mapping[Key, Row],
    wanted: Mapping[Key, Mapping[str, object]],
) -> dict[Key, Row]:
    """Create what is missing, change what differs; give back every row that could be kept."""
    manager = model._default_manager
    kept: dict[Key, Row] = {}
    created: list[Row] = []
    changed: list[Row] = []
    changes: dict[int, set[str]] = {}
    for key, values in wanted.items():
        if reason := _overflow(model, values):
            batch.report.reject([Rejection(kind, _printable(key), reason)])
            continue
        row = existing.get(key)
        if row is None:
            row = model(school=batch.school, **values)
            created.append(row)
        else:
            differing = {name for name, value in values.items() if getattr(row, name) != value}
            for name in differing:
                setattr(row, name, values[name])
            if differing:
                changed.append(row)
                changes[id(row)] = differing
        kept[key] = row
    manager.bulk_create(created, batch_size=BATCH)
    if changed:
        names = sorted(set().union(*changes.values()))
        manager.bulk_update(changed, names, batch_size=BATCH)
    batch.report.record(kind, "created", created)
    batch.report.record(kind, "changed", changed, changes)
    batch.stepped()
    return kept


def reconcile(
    batch: ImportRun,
    model: type[Row],
    kind: str,
    current: Mapping[Key, Row],
    wanted: Mapping[Key, Row],
    *,
    ends: Mapping[Key, dt.datetime] | None = None,
    mutable: Iterable[str] = (),
) -> None:
    """End the links no longer wanted, open the new ones, correct `mutable` fields in place.

    A link ends at `batch.at` unless `ends` says otherwise. Ends are written before openings:
    the database refuses two overlapping links, even for an instant.
    """
    manager = model._default_manager
    ended = []
    for key, link in current.items():
        if key not in wanted and _end(link, (ends or {}).get(key, batch.at)):
            ended.append(link)
    changed: list[Row] = []
    changes: dict[int, list[str]] = {}
    for key, link in current.items():
        if key in wanted and (differing := _copy(wanted[key], link, mutable)):
            changed.append(link)
            changes[id(link)] = differing
    created = [link for key, link in wanted.items() if key not in current]
    if ended:
        manager.bulk_update(ended, ["during"], batch_size=BATCH)
    if changed:
        manager.bulk_update(changed, list(mutable), batch_size=BATCH)
    manager.bulk_create(created, batch_size=BATCH)
    batch.report.record(kind, "ended", ended)
    batch.report.record(kind, "changed", changed, changes)
    batch.report.record(kind, "created", created)
    batch.stepped()


def _end(link: Any, end: dt.datetime) -> bool:
    """A link that has not begun yet becomes empty: it never was in force. False if no change."""
    start = link.during.lower
    ended = span(start, end) if start < end else DateTimeTZRange(empty=True)
    if link.during == ended:
        return False
    link.during = ended
    return True


def _copy(source: models.Model, target: models.Model, names: Iterable[str]) -> list[str]:
    """The names of the fields that differed, now copied."""
    differing = [name for name in names if getattr(source, name) != getattr(target, name)]
    for name in differing:
        setattr(target, name, getattr(source, name))
    return differing


def _overflow(model: type[models.Model], values: Mapping[str, object]) -> str:
    """Reason to leave out a row that a column could not hold, "" when it fits."""
    for name, value in values.items():
        length = getattr(model._meta.get_field(name), "max_length", None)
        if isinstance(value, str) and length and len(value) > length:
            return _("valeur trop longue : %(field)s") % {
                "field": model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            }
    return ""


def _printable(key: Hashable) -> str:
    return "/".join(str(part) for part in key) if isinstance(key, tuple) else str(key)
