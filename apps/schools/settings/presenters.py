"""The hub of the settings: what can be set, where, and what is set today."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.schools.clocks import clock_in_words
from apps.schools.models import School, SchoolYear
from apps.schools.territories import PARIS, territory_of
from coeduc import portal
from coeduc.french import of_name, unbroken


@dataclass(frozen=True, slots=True)
class SettingLink:
    """One line of the hub: where it leads, and what is set today."""

    label: str
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SettingsGroup:
    """Settings of one kind, under their title."""

    title: str
    links: tuple[SettingLink, ...]


@dataclass(frozen=True, slots=True)
class SettingsOfSchool:
    """``level``: of the titles of groups; below that of the school, for who has several."""

    name: str
    groups: tuple[SettingsGroup, ...]
    level: int = 2


def settings_of(
    school: School, *, decides: bool, called: int, year: SchoolYear | None, weeks: int
) -> SettingsOfSchool:
    """``decides``: a head, else somebody who only sets up tools. ``called``: persons to call.

    What other apps let a school decide comes first (``portal.SETTINGS``); a group without a line
    for this person is not shown.
    """
    groups = {
        _("Ce que le collège décide"): _decided(school) if decides else (),
        _("L’année"): (*(_year(school, year) if decides else ()), *_calendar(school, weeks)),
        _("Ce que les pages montrent"): (
            *(_identity(school, called) if decides else ()),
            _link(_("Logo"), "settings_logo", school),
        ),
        _("Avant"): (_link(_("Ce qui a changé"), "settings_history", school),),
    }
    shown = (SettingsGroup(title, tuple(links)) for title, links in groups.items() if links)
    return SettingsOfSchool(school.name, tuple(shown))


def _decided(school: School) -> list[SettingLink]:
    return [
        SettingLink(str(one.label), reverse(one.route, args=[school.public_id]))
        for one in portal.answers().settings
    ]


def _year(school: School, year: SchoolYear | None) -> Iterator[SettingLink]:
    yield _link(_("Année et périodes"), "settings_year", school, str(year or ""))


def _calendar(school: School, weeks: int) -> Iterator[SettingLink]:
    lettered = ngettext("%(n)d semaine", "%(n)d semaines", weeks) % {"n": weeks}
    yield _link(_("Vacances et fermetures"), "settings_closures", school, school.get_zone_display())
    yield _link(_("Semaines A et B"), "settings_weeks", school, lettered)


def _identity(school: School, called: int) -> Iterator[SettingLink]:
    persons = ngettext("%(n)d personne", "%(n)d personnes", called) % {"n": called}
    yield _link(
        _("Nom, téléphone, heures d’appel et heure du collège"),
        "settings_identity",
        school,
        " · ".join(filter(None, (unbroken(school.school_life_phone), _clock(school)))),
    )
    yield _link(_("Personnes à appeler"), "settings_contacts", school, persons)


def _clock(school: School) -> str:
    """Said where it is not that of everybody, or where nothing tells whose it is."""
    is_known = territory_of(school.uai) is not None
    if not is_known and not school.is_clock_set:
        return _("heure %(of_place)s, à vérifier") % {
            "of_place": of_name(clock_in_words(school.zone_name))
        }
    if is_known and school.zone_name == PARIS:
        return ""
    return _("heure : %(place)s") % {"place": clock_in_words(school.zone_name)}


def _link(label: str, route: str, school: School, detail: str = "") -> SettingLink:
    return SettingLink(label, reverse(f"schools:{route}", args=[school.public_id]), detail)


def identity_sentence(changed_fields: Collection[str]) -> str:
    """What families read of what changed: neither the town nor anything left as it was."""
    changed = set(changed_fields)
    sentences = [_("C’est enregistré.")]
    if changed & {"name", "school_life_phone", "school_life_hours"}:
        sentences.append(_("Les familles le lisent dès maintenant."))
    if changed & {"zone_name", "other_clock"}:
        sentences.append(_("Les heures du portail sont dites à l’heure choisie."))
    return " ".join(sentences)
