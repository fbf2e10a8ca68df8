"""What the team reads of a pupil's family and of a cut access, ready for the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.schools.enums import Scope
from apps.schools.history import PortalClock, said_of
from apps.schools.models import Guardian, Guardianship, Restriction, Staff, Student, Teaching
from apps.schools.names import full_name, readable_name
from apps.schools.words import keys_of_numbers, numbers_of, phones_of
from coeduc.days import day_of
from coeduc.french import and_list, day_in_words, full_day, moment_in_words, of_name, typeset

if TYPE_CHECKING:
    from apps.schools.people.queries import LinkWithCut, PlacedStudent

SCOPE_WORDS = {
    Scope.FULL: gettext_lazy("Responsable légal : lit tout ce que le collège publie."),
    Scope.SURVEILLANCE: gettext_lazy(
        "Droit de surveillance : les bilans, pas le suivi de chaque jour."
    ),
    Scope.CARE: gettext_lazy("Personne en charge : la vie de chaque jour, pas les résultats."),
    Scope.CONTACT: gettext_lazy("Contact : à appeler en cas de besoin, ne lit rien."),
}


@dataclass(frozen=True, slots=True)
class GuardianCard:
    """A guardian on the page of a pupil; ``phones`` is empty for who may not read them.

    ``withheld``: why one of their numbers is not among them.
    """

    public_id: UUID
    name: str
    relation: str
    scope: str
    lives_with: str
    is_first_to_call: bool
    phones: tuple[str, ...]
    withheld: str
    account: str
    is_cut: bool
    until: str


def student_lead(student: Student, placed: PlacedStudent | None) -> str:
    born = _("naissance le %(day)s") % {"day": day_in_words(student.birth_date)}
    class_code = placed.class_code if placed else _("n’est plus inscrit au collège")
    return f"{class_code} · {born}"


def guardian_cards(
    links: Iterable[LinkWithCut],
    *,
    with_contacts: bool,
    own_family: Collection[str],
    at: dt.datetime,
) -> list[GuardianCard]:
    """One card a person, whom to call first before the others, whom nobody may call last.

    ``links`` come ``shown()``; the link in force counts before an ended one. A number that somebody
    cut has too is on no card but theirs, as on a list: they might answer. ``own_family``: the
    numbers kept from who reads (``queries.own_family_numbers``).
    """
    links = sorted(links, key=lambda link: at not in link.during)
    away = keys_of_numbers(
        number for link in links if link.is_cut for number in numbers_of(link.guardian)
    )
    cards: dict[int, GuardianCard] = {}
    for link in links:
        withheld = _withheld(link, away, own_family) if with_contacts else {}
        card = _card(link, with_contacts=with_contacts, withheld=withheld, at=at)
        cards.setdefault(link.guardian_id, card)
    return sorted(cards.values(), key=lambda card: (card.is_cut, not card.is_first_to_call))


def _withheld(
    link: LinkWithCut, away: Collection[str], own_family: Collection[str]
) -> dict[str, str]:
    """Why each number of this adult that is not given is not."""
    found = {}
    for key in keys_of_numbers(numbers_of(link.guardian)):
        if key in own_family:
            found[key] = _("Un adulte de votre enfant y répond : un collègue a ce numéro.")
        elif key in away and not link.is_cut:
            found[key] = _(
                "Un de ses numéros sonne aussi chez une personne à ne pas appeler d’ici : "
                "il n’est pas donné."
            )
    return found


def _card(
    link: LinkWithCut, *, with_contacts: bool, withheld: Mapping[str, str], at: dt.datetime
) -> GuardianCard:
    guardian = link.guardian
    ended = link.during.upper if link.during.upper and link.during.upper <= at else None
    zone = link.school.time_zone
    return GuardianCard(
        public_id=guardian.public_id,
        name=f"{guardian.get_civility_display()} {guardian}".strip(),
        relation=link.get_relation_display(),
        scope=str(SCOPE_WORDS[Scope(link.scope)]),
        lives_with=_lives_with(link),
        is_first_to_call=link.priority_contact,
        phones=phones_of(guardian, without=withheld) if with_contacts else (),
        withheld=typeset(" ".join(sorted(set(withheld.values())))),
        account=_("A ouvert son espace") if guardian.user_id else _("Pas encore de compte"),
        is_cut=link.is_cut,
        until=day_in_words(day_of(ended, zone)) if ended else "",
    )


def _lives_with(link: Guardianship) -> str:
    if link.lives_with is None:
        return ""
    return _("L’élève vit chez cette personne.") if link.lives_with else ""


# --- A colleague -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ColleaguePage:
    """Somebody of the team; only the classes that whoever reads follows too are named."""

    name: str
    job: str
    leads: str
    teaches: tuple[str, ...]
    follows_all: bool
    reads_all: bool

    @property
    def is_partly_read(self) -> bool:
        """Whether a class of theirs may be kept from who reads."""
        return not self.reads_all and bool(self.leads or self.teaches or not self.follows_all)


def colleague_page(
    person: Staff, *, taught: Iterable[Teaching], led: list[str], reads_all: bool
) -> ColleaguePage:
    """``taught`` and ``led``: what this colleague teaches and leads, of what the reader sees."""
    codes: dict[str, list[str]] = {}
    for teaching in taught:
        codes.setdefault(teaching.subject.label, []).append(teaching.class_code)
    job = person.posts_in_words
    return ColleaguePage(
        name=f"{person.get_civility_display()} {person}".strip(),
        job=" · ".join(filter(None, [job, person.school.name])),
        leads=and_list(list(led)),
        follows_all=person.follows_everybody,
        reads_all=reads_all,
        teaches=tuple(
            typeset(_("%(subject)s : %(classes)s") % {"subject": subject, "classes": and_list(of)})
            for subject, of in codes.items()
        ),
    )


# --- Cut accesses ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CutLine:
    """One cut access in a list."""

    student_id: UUID
    guardian_id: UUID
    title: str
    detail: str


def cut_lines(restrictions: Iterable[Restriction], *, several: bool) -> list[CutLine]:
    """They come ``with_people()``; the school is named to who works in ``several``."""
    return [_cut_line(restriction, several=several) for restriction in restrictions]


def _cut_line(restriction: Restriction, *, several: bool) -> CutLine:
    state = _state_in_words(restriction)
    return CutLine(
        student_id=restriction.student.public_id,
        guardian_id=restriction.guardian.public_id,
        title=_("%(guardian)s — pages %(of_student)s")
        % {
            "guardian": restriction.guardian.polite_name,
            "of_student": of_student(restriction.student),
        },
        detail=f"{restriction.school.name} · {state}" if several else state,
    )


def of_student(student: Student) -> str:
    """« d’Inès Diallo »."""
    return f"{of_name(student.first_name)} {student.display_last_name}"


def second_sentence(people: Sequence[Staff]) -> str:
    """«Mme Petit ou M. Roux doit confirmer : la demande est sur leur première page.»"""
    names = [person.polite_name for person in people]
    if not names:
        return typeset(
            _(
                "Personne d’autre ne peut confirmer ici : il faut une deuxième personne de la "
                "direction ou de la vie scolaire, avec un compte ouvert."
            )
        )
    if len(names) == 1:
        sentence = _("%(names)s doit confirmer : la demande est sur sa première page.")
        return typeset(sentence % {"names": names[0]})
    sentence = _("L’une de ces personnes doit confirmer, et l’a sur sa première page : %(names)s.")
    return typeset(sentence % {"names": and_list(names)})


def _state_in_words(restriction: Restriction) -> str:
    zone = restriction.school.time_zone
    if restriction.during.upper:
        return _("Rétabli le %(moment)s") % {
            "moment": moment_in_words(restriction.during.upper, zone=zone)
        }
    if restriction.lift_asked_at and restriction.lifted_by:
        return _("%(person)s demande à rétablir l’accès") % {
            "person": restriction.lifted_by.get_full_name()
        }
    return cut_since(restriction)


def seen_by_others(shut: int) -> str:
    """``shut``: the accesses of relatives that close with it (``entrusted.shut_with``)."""
    if not shut:
        return _("L’élève et les autres responsables ne voient aucune différence.")
    said = ngettext(
        "L’accès d’un proche au cahier de la classe se ferme aussi\u00a0: ce proche, l’élève et "
        "l’autre parent peuvent le remarquer.",
        "Les accès de %(n)d proches au cahier de la classe se ferment aussi\u00a0: ces proches, "
        "l’élève et l’autre parent peuvent le remarquer.",
        shut,
    )
    return said % {"n": shut}


def cut_since(restriction: Restriction) -> str:
    return _("Coupé le %(moment)s par %(person)s") % {
        "moment": moment_in_words(restriction.during.lower, zone=restriction.school.time_zone),
        "person": restriction.set_by.get_full_name(),
    }


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of a history: when, who did what, and the reason written then."""

    when: str
    sentence: str
    reason: str


def history(events: Iterable[Any], *, zone: ZoneInfo) -> list[HistoryLine]:
    """Each state the database kept, in words, the last one first; ``events`` oldest first."""
    events = list(events)
    clock = PortalClock(events)
    lines: list[HistoryLine] = []
    seen: set[int] = set()
    for event in events:
        is_first = event.pgh_obj_id not in seen
        lines.append(_entry(event, is_first=is_first, zone=zone, clock=clock))
        seen.add(event.pgh_obj_id)
    return lines[::-1]


def _entry(event: Any, *, is_first: bool, zone: ZoneInfo, clock: PortalClock) -> HistoryLine:
    reason = ""
    if is_first:
        sentence, who, when = _("%(person)s coupe l’accès."), event.set_by, event.during.lower
        reason = event.reason
    elif event.during.upper:
        sentence, who = _("%(person)s confirme : l’accès est rétabli."), event.lift_confirmed_by
        when = event.during.upper
    elif event.lifted_by:
        sentence, who = _("%(person)s demande à rétablir l’accès."), event.lifted_by
        when, reason = event.lift_asked_at, event.lift_reason
    else:
        sentence, who = _("%(person)s écarte la demande : l’accès reste coupé."), None
        when = clock.when(event)
    person = who.get_full_name() if who else _recorded_by(event)
    return HistoryLine(moment_in_words(when, zone=zone), sentence % {"person": person}, reason)


def _recorded_by(event: Any) -> str:
    return said_of(event).get("name") or _("Quelqu’un")


# --- One's own name ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WrittenName:
    """How a school writes the name of who reads, and as what it knows them."""

    school: str
    name: str
    known_as: str


@dataclass(frozen=True, slots=True)
class NamesCard:
    """On «Mon compte»; ``account``: the name on the account, where no school writes it so.

    ``is_typed``: some school typed it in «Équipe», no file names them; ``is_of_files``: one does.
    """

    written: tuple[WrittenName, ...]
    account: str
    is_typed: bool
    is_of_files: bool


def names_card(rows: Iterable[Guardian | Student | Staff], *, account: str) -> NamesCard:
    rows = list(rows)
    known = {full_name(row) for row in rows}
    return NamesCard(
        tuple(WrittenName(row.school.name, _civil(row), _known_as(row)) for row in rows),
        account if rows and account not in known else "",
        is_typed=any(_is_typed(row) for row in rows),
        is_of_files=any(not _is_typed(row) for row in rows),
    )


def _is_typed(row: Guardian | Student | Staff) -> bool:
    return isinstance(row, Staff) and not row.sts_id


def _civil(row: Guardian | Student | Staff) -> str:
    """« Mme Awa Diallo »; of a pupil also their family name, where they are called by another."""
    if not isinstance(row, Student):
        return f"{row.get_civility_display()} {full_name(row)}".strip()
    family = readable_name(row.last_name)
    if family == row.display_last_name:
        return full_name(row)
    return _("%(name)s (nom de famille %(family)s)") % {"name": full_name(row), "family": family}


def _known_as(row: Guardian | Student | Staff) -> str:
    if isinstance(row, Staff):
        return row.posts_in_words
    return _("élève") if isinstance(row, Student) else _("responsable")


# --- Who left ----------------------------------------------------------------------------------


def left_sentence(person: Staff, *, at: dt.datetime) -> str:
    """«A quitté l’équipe le vendredi 18 décembre.»; "" for who is here or to come."""
    if person.during.isempty:
        return _("Sa fonction a été annulée avant son premier jour.")
    end = person.during.upper
    if end is None or end > at:
        return ""
    zone = person.school.time_zone
    day = full_day(day_of(end - dt.timedelta(microseconds=1), zone), at=at, zone=zone)
    return typeset(_("A quitté l’équipe le %(day)s.") % {"day": day})
