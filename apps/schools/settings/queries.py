"""The settings of a school; who changed which, when, from what to what: states kept, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypedDict

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.schools.calendar import year_in_words
from apps.schools.clocks import clock_in_words
from apps.schools.enums import Zone
from apps.schools.history import PortalClock, said_instant, said_of
from apps.schools.models import Closure, School, SchoolContact, SchoolWeek, SchoolYear, Term
from coeduc import portal
from coeduc.access import Reader
from coeduc.days import WEEK
from coeduc.french import day_in_words, period_in_words, unbroken

# What changed between two events of a row; the first is None where there is none.
SettingInWords = Callable[[Any, Any], Iterable["SettingChange"]]


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One setting: what it was, what it became; either may be empty."""

    label: str
    before: str
    after: str


@dataclass(slots=True)
class SettingsEntry:
    """What one person saved at once."""

    at: dt.datetime
    who: str
    changes: list[SettingChange] = field(default_factory=list)
    said: bool = True  # the write named its instant; else it stands before those that did


def entries(school: School) -> list[SettingsEntry]:
    """Everything that was set, the last first; one statement a table, whatever the length."""
    found = entries_of(school, TRACKED)
    for history in portal.answers().settings_history:
        found += history(school)
    return sorted(found, key=lambda entry: (entry.at, entry.said))[::-1]


def entries_of(
    school: School, tracked: Iterable[tuple[SettingInWords, Any]]
) -> list[SettingsEntry]:
    """The events of one transaction, by one person, make one entry.

    ``tracked``: the models, and how a change of each is described.
    """
    tables = [(describe, _events(model, school)) for describe, model in tracked]
    clock = PortalClock(event for _describe, events in tables for event in events)
    saved: dict[tuple[Any, dt.datetime], SettingsEntry] = {}
    for describe, events in tables:
        before: dict[int, Any] = {}
        for event in events:
            changes = list(describe(before.get(event.pgh_obj_id), event))
            before[event.pgh_obj_id] = None if event.pgh_label == "delete" else event
            if changes:
                key = (event.pgh_context_id, event.pgh_created_at)
                said = said_instant(event) is not None
                entry = saved.setdefault(
                    key, SettingsEntry(clock.when(event), _who(event), said=said)
                )
                entry.changes += changes
    return list(saved.values())


def _events(model: Any, school: School) -> list[Any]:
    """Every state of these rows, in the order they were written."""
    of_school = {"pgh_obj": school.pk} if model is School else {"school": school.pk}
    events = model.pgh_event_model.objects.filter(**of_school)
    return list(events.select_related("pgh_context").order_by("pgh_id"))


def _who(event: Any) -> str:
    said = said_of(event)
    if said.get("source") == "national_files":
        return _("L’import des fichiers nationaux")
    return said.get("name") or _("Le portail")


def _school(before: Any, after: Any) -> Iterator[SettingChange]:
    if before is None:
        yield SettingChange(_("Collège"), "", after.name)
        return
    words = {
        "name": _("Nom"),
        "city": _("Commune"),
        "school_life_hours": _("Heures d’appel"),
    }
    for name, label in words.items():
        yield from _changed(label, getattr(before, name), getattr(after, name))
    yield from _changed(
        _("Téléphone de la vie scolaire"),
        unbroken(before.school_life_phone),
        unbroken(after.school_life_phone),
    )
    yield from _changed(_("Vacances"), _zone(before.zone), _zone(after.zone))
    yield from _changed(
        _("Heure"), clock_in_words(before.zone_name), clock_in_words(after.zone_name)
    )
    if after.is_clock_set and not before.is_clock_set and before.zone_name == after.zone_name:
        yield SettingChange(
            _("Heure"), "", _("%(place)s, vérifiée") % {"place": clock_in_words(after.zone_name)}
        )
    yield from _changed(
        _("Remplaçants"),
        _named_by(before.office_names_substitutes),
        _named_by(after.office_names_substitutes),
    )
    if before.logo != after.logo:
        yield SettingChange(_("Logo"), _picture(before.logo), _picture(after.logo, is_new=True))


def _named_by(office: bool) -> str:
    return _("le secrétariat confirme seul") if office else _("la direction confirme")


def _zone(zone: str) -> str:
    return str(Zone(zone).label)


def _picture(name: Any, *, is_new: bool = False) -> str:
    """A picture has no words: only that there was one, and that there is another."""
    if not name:
        return ""
    return _("une image") if is_new else _("l’image d’avant")


def of_row(
    label: Any, words: Callable[[Any], str]
) -> Callable[[Any, Any], Iterator[SettingChange]]:
    """A row that is added, rewritten or taken off, told whole."""

    def describe(before: Any, after: Any) -> Iterator[SettingChange]:
        was = words(before) if before is not None else ""
        becomes = "" if after.pgh_label == "delete" else words(after)
        if after.pgh_label == "delete" and before is None:
            was = words(after)
        yield from _changed(str(label), was, becomes)

    return describe


def _changed(label: str, before: str, after: str) -> Iterator[SettingChange]:
    if before != after:
        yield SettingChange(label, before, after)


def _contact(row: Any) -> str:
    return " · ".join(filter(None, (row.label, row.name, unbroken(row.phone), row.hours)))


def _year(row: Any) -> str:
    year = year_in_words(row.start_year, row.starts_on, row.ends_on)
    return f"{year}, {period_in_words(row.starts_on, row.ends_on)}"


def _term(row: Any) -> str:
    words = _("%(index)s sur %(count)s, %(days)s") % {
        "index": row.index,
        "count": row.count,
        "days": period_in_words(row.starts_on, row.ends_on),
    }
    if row.reports_on:
        words += _(", bulletins le %(day)s") % {"day": day_in_words(row.reports_on)}
    return words


def _closure(row: Any) -> str:
    return f"{row.label}, {period_in_words(row.starts_on, row.ends_on)}"


TRACKED: tuple[tuple[SettingInWords, Any], ...] = (
    (_school, School),
    (of_row(gettext_lazy("Année"), _year), SchoolYear),
    (of_row(gettext_lazy("Période"), _term), Term),
    (of_row(gettext_lazy("Jours sans cours"), _closure), Closure),
    (of_row(gettext_lazy("Personne à appeler"), _contact), SchoolContact),
)


# What is set today --------------------------------------------------------------------------------


class Contact(TypedDict):
    """Somebody to call, as a line of the form."""

    label: str
    name: str
    phone: str
    hours: str


def contacts(reader: Reader, school: School) -> list[Contact]:
    """People to call, as lines of a form, in the order families read them."""
    rows = SchoolContact.objects.visible_to(reader, at=reader.at).filter(school=school)
    return list(rows.order_by("position").values("label", "name", "phone", "hours"))


def terms(reader: Reader, year: SchoolYear) -> QuerySet[Term]:
    """One after the other."""
    return Term.objects.visible_to(reader, at=reader.at).filter(year=year).order_by("index")


def closures(reader: Reader, school: School) -> QuerySet[Closure]:
    """Of every year, one after the other."""
    rows = Closure.objects.visible_to(reader, at=reader.at).filter(school=school)
    return rows.order_by("starts_on", "label")


def weeks(reader: Reader, school: School, year: SchoolYear | None) -> QuerySet[SchoolWeek]:
    """Weeks with a letter, those of ``year`` where there is one."""
    rows = SchoolWeek.objects.visible_to(reader, at=reader.at).filter(school=school)
    if year:
        rows = rows.filter(monday__range=(year.starts_on - WEEK, year.ends_on))
    return rows.order_by("monday")


def how_many_weeks(reader: Reader, school: School) -> int:
    """Of every year."""
    return weeks(reader, school, None).count()
