"""The first days of a school on the portal: each step read from the data itself.

No step is ticked by anybody: what the database holds says whether it is done, so that a step
undone later (a new year without a calendar) comes back by itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.home import queries
from apps.invitations.codes.rules import Doors, letters_sentence
from apps.schools.models import School
from coeduc import about
from coeduc.french import typeset, unbroken

# A small part of the families is enough to say that the doors are open.
OPEN_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class ChecklistStep:
    """One step: what it is, where it stands in one sentence, where to act."""

    title: str
    sentence: str
    url: str
    is_done: bool
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """The steps of one school, in their order; ``is_done`` folds them."""

    steps: tuple[ChecklistStep, ...]

    @property
    def is_done(self) -> bool:
        return all(step.is_done for step in self.steps)


def checklist_of(school: School, *, at: dt.datetime) -> Checklist:
    """Files → whom to call → calendar → rule → legal pages → letters → open.

    The first one left is marked as the next.
    """
    days = queries.first_days_of(school, at=at)
    found = [
        _files(days),
        _phone(school),
        _calendar(school, days),
        _rule(school, days),
        _legal_pages(),
        *_letters_and_opening(days.doors),
    ]
    following = next((step for step in found if not step.is_done), None)
    return Checklist(
        tuple(
            ChecklistStep(step.title, step.sentence, step.url, step.is_done, step is following)
            for step in found
        )
    )


def _files(days: queries.FirstDays) -> ChecklistStep:
    pupils, guardians, taught = days.pupils, days.doors.total, days.taught
    if not pupils:
        sentence = _("Déposez les fichiers de SIECLE et de STS-WEB : le portail lit le reste.")
    elif not guardians:
        sentence = _("Il manque le fichier des responsables.")
    elif not taught:
        sentence = _("Il manque le fichier STS : les professeurs et ce qu’ils enseignent.")
    else:
        sentence = _("%(pupils)s et %(guardians)s sont connus.") % {
            "pupils": ngettext("%(n)d élève", "%(n)d élèves", pupils) % {"n": pupils},
            "guardians": ngettext("%(n)d responsable", "%(n)d responsables", guardians)
            % {"n": guardians},
        }
    return ChecklistStep(
        _("Importer les fichiers"),
        sentence,
        _address("imports:upload"),
        bool(pupils and guardians and taught),
    )


def _phone(school: School) -> ChecklistStep:
    phone = school.school_life_phone
    return ChecklistStep(
        _("Dire qui appeler, et quand"),
        _("Les familles lisent ce numéro : %(phone)s.") % {"phone": unbroken(phone)}
        if phone
        else _("Donnez le numéro que lisent les familles quand elles cherchent qui appeler."),
        _address("schools:settings_identity", school.public_id),
        bool(phone),
    )


def _legal_pages() -> ChecklistStep:
    """Of the whole installation: the variables of ``about.NAMED``, set by who keeps the server."""
    left = len(about.missing())
    return ChecklistStep(
        _("Compléter « Vos données » et les mentions"),
        ngettext(
            "%(n)d nom manque encore à ces pages : elles disent lequel, et qui l’écrit.",
            "%(n)d noms manquent encore à ces pages : elles disent lesquels, et qui les écrit.",
            left,
        )
        % {"n": left}
        if left
        else _("Ces pages nomment tous ceux que la loi demande."),
        _address("about:data"),
        not left,
    )


def _calendar(school: School, days: queries.FirstDays) -> ChecklistStep:
    year, terms, closures = days.year, days.terms, days.closures
    if year is None:
        sentence = _("Donnez le premier et le dernier jour de l’année.")
    elif not terms:
        sentence = _("Donnez les dates des trimestres ou des semestres.")
    elif not closures:
        sentence = _("Remplissez les vacances de la zone : un bouton suffit.")
    else:
        sentence = _("L’année %(year)s a ses périodes et ses vacances.") % {"year": year}
    route = "schools:settings_year" if not terms else "schools:settings_closures"
    return ChecklistStep(
        _("Poser le calendrier"),
        sentence,
        _address(route, school.public_id),
        bool(terms and closures),
    )


def _rule(school: School, days: queries.FirstDays) -> ChecklistStep:
    adopted = days.adopted
    return ChecklistStep(
        _("Choisir la règle"),
        _("Le collège a décidé quand un résultat apparaît.")
        if adopted
        else _("En attendant, le portail suit le cadre du ministère : la copie d’abord."),
        _address("publication:rule_adopt", school.public_id),
        adopted,
    )


def _letters_and_opening(doors: Doors) -> tuple[ChecklistStep, ChecklistStep]:
    total, opened = doors.total, doors.opened
    is_open = bool(total) and opened >= total * OPEN_SHARE
    entered = ngettext(
        "%(n)d responsable est entré, sur %(total)d.",
        "%(n)d responsables sont entrés, sur %(total)d.",
        opened,
    ) % {"n": opened, "total": total}
    return (
        ChecklistStep(
            _("Imprimer les lettres"),
            letters_sentence(doors),
            _address("invitations:letter_list"),
            bool(total) and not (doors.without or doors.unsure),
        ),
        ChecklistStep(
            _("Ouvrir aux familles"),
            entered
            if opened
            else typeset(_("Donnez les lettres : chaque famille entre avec son code.")),
            _address("invitations:person_list"),
            is_open,
        ),
    )


def _address(route: str, *args: object) -> str:
    """The page of a step, or nothing while it is not there: the sentence stands alone."""
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""
