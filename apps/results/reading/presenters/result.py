"""One result: what was achieved before what was not, the help before the mark, the mark as text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from apps.publication import sentences
from apps.publication.rules import Rule
from apps.results.enums import Status
from apps.results.models import ClassFigures, Result, ResultVersion
from apps.results.reading.presenters.rule_history import (
    ReaderMoment,
    SchoolRuleHistory,
    waiting_sentence,
)
from apps.results.reading.presenters.skills import LevelGroup, level_groups
from apps.results.reading.presenters.wording import correction_sentence
from apps.support.models import HelpDevice
from coeduc import french
from coeduc.days import day_of
from coeduc.french import french_decimal, of_name

if TYPE_CHECKING:
    from apps.results.reading.queries import ReadRow, ReadState


class Marked(Protocol):
    """What was achieved, as it is kept or as one reader reads it."""

    @property
    def value(self) -> Decimal | None: ...

    @property
    def status(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """One row found through the door, and the state this reader may read of it, if any."""

    row: ReadRow
    version: ReadState | None


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Why there is nothing to read; built without looking at what may have been entered."""

    waiting: str
    lead: str
    why: str


@dataclass(frozen=True, slots=True)
class ProposedHelp:
    """The help proposed to this pupil: a name, when, where; ``ended`` once it is given no more."""

    name: str
    when_and_where: str
    ended: str = ""


@dataclass(frozen=True, slots=True)
class FamilyResult:
    """One released result, as one reader may see it under the rule of its version."""

    student: str
    class_code: str
    lead: str
    note: str
    word_title: str
    word: str
    achieved: str
    to_review: str
    levels: tuple[LevelGroup, ...]
    progress: str
    help: ProposedHelp | None
    review: str
    mark: str
    class_average: str
    extremes: str
    why: str


def waiting_page(row: ReadRow, frame: SchoolRuleHistory, *, moment: ReaderMoment) -> WaitingPage:
    kind, held_on = row.assessment.kind, row.assessment.held_on
    return WaitingPage(
        waiting=waiting_sentence(row, kind, held_on, frame, moment=moment),
        lead=lead_sentence(row, moment=moment),
        why=sentences.rule_sentence(frame.rule_for(kind), frame.hours, span=True),
    )


def family_result(
    row: ReadRow,
    version: ReadState,
    *,
    word: str,
    figures: ClassFigures | None,
    moment: ReaderMoment,
) -> FamilyResult:
    """Present a visible version; what the rule hides is left empty here, not in the page."""
    assessment = row.assessment
    rule = version.followed.as_rule()
    shows = rule.shows
    help_ = proposed_help(version)
    return FamilyResult(
        student=row.student.first_name,
        class_code=row.division.code,
        lead=lead_sentence(row, moment=moment),
        note=_note(row, version, moment=moment),
        word_title=_word_title(row, moment=moment),
        word=word,
        achieved=version.achieved if shows.comment else "",
        to_review=version.to_review if shows.comment else "",
        levels=_levels(row, version, moment=moment) if shows.levels else (),
        progress=version.progress or assessment.progress,
        help=help_,
        review=_review(row, moment=moment) if help_ else "",
        mark=mark_sentence(version, assessment.scale) if shows.mark else "",
        class_average=_average(figures, assessment.scale) if shows.class_average else "",
        extremes=_extremes(figures) if shows.extremes else "",
        why=_why(version, rule, moment=moment),
    )


def _levels(row: ReadRow, version: ReadState, *, moment: ReaderMoment) -> tuple[LevelGroup, ...]:
    return level_groups(
        row.assessment.skills,
        version.levels,
        name=row.student.first_name,
        to_pupil=moment.reader.is_student,
    )


def mark_sentence(version: Marked, scale: int | None) -> str:
    """«11 sur 20», or the status in words; empty where only skills were assessed."""
    if version.value is not None:
        return out_of(version.value, scale)
    if not version.status:
        return ""
    sentence = {
        Status.ABSENT: _("Pas de note : absence le jour de l’évaluation."),
        Status.NOT_GRADED: _("Ce travail n’est pas noté."),
        Status.EXEMPT: _("Dispense : pas de note."),
        Status.NOT_SUBMITTED: _("Le travail n’a pas été rendu."),
        Status.NOT_ASSESSED: _("Ce travail n’a pas été évalué."),
    }[Status(version.status)]
    return french.typeset(sentence)


def out_of(value: Decimal, scale: int | None) -> str:
    sentence = _("%(mark)s sur %(scale)s") % {"mark": french_decimal(value), "scale": scale}
    return french.typeset(sentence)


def proposed_device(version: ResultVersion) -> HelpDevice | None:
    """The pupil's own, else the class's; none where the teacher said that none is needed."""
    if version.no_help:
        return None
    return version.device or version.result.assessment.device


def proposed_help(version: ResultVersion) -> ProposedHelp | None:
    device = proposed_device(version)
    if device is None:
        return None
    if device.closed_on is not None:
        return ProposedHelp(device.name, "", _("Le collège ne propose plus cette aide."))
    parts = [part for part in (device.moment, device.place) if part]
    return ProposedHelp(device.name, french.typeset(french.capital(", ".join(parts))))


def lead_sentence(row: ReadRow, *, moment: ReaderMoment) -> str:
    """«Mathématiques, avec Mme Roux. Contrôle du jeudi 12 novembre, copie rendue le mardi 17.»"""
    assessment = row.assessment
    words = {
        "subject": assessment.teaching.subject.label,
        "teacher": assessment.author.polite_name,
        "kind": french.capital(str(assessment.get_kind_display())),
        "held_on": moment.day(assessment.held_on),
    }
    if row.handed_back_at is None or row.published_because:
        return _("%(subject)s, avec %(teacher)s. %(kind)s du %(held_on)s.") % words
    words["back_on"] = moment.day_of(row.handed_back_at)
    return (
        _("%(subject)s, avec %(teacher)s. %(kind)s du %(held_on)s, copie rendue le %(back_on)s.")
        % words
    )


def talk_to(row: Result) -> str:
    return _("Parler à %(teacher)s") % {"teacher": row.assessment.author.polite_name}


def reach_sentence(row: Result, *, moment: ReaderMoment) -> str:
    """How to speak to the teacher, while no message can be written from here."""
    sentence = (
        _(
            "Tu vois %(teacher)s en classe. Son numéro n’est pas ici : "
            "la vie scolaire peut t’aider à lui parler."
        )
        if moment.reader.is_student
        else _(
            "%(teacher)s n’a pas de numéro ici, et on ne peut pas encore lui écrire du portail. "
            "La vie scolaire répond pour le collège : demandez à lui parler."
        )
    )
    return french.typeset(sentence % {"teacher": row.assessment.author.polite_name})


def _note(row: ReadRow, version: ReadState, *, moment: ReaderMoment) -> str:
    """What is unusual about this state: corrected since it was read, or never handed back.

    «Corrigé» is said only when the reader may have read an earlier state.
    """
    sentences = []
    if row.published_because:
        sentences.append(
            french.typeset(
                _("La direction a publié ce résultat sans la copie : %(reason)s")
                % {"reason": row.published_because}
            )
        )
    if version.is_correction:
        sentences.append(_("Corrigé le %(day)s.") % {"day": moment.day_of(version.entered_at)})
    if corrected := correction_sentence(row, moment=moment):
        sentences.append(corrected)
    return " ".join(sentences)


def _word_title(row: Result, *, moment: ReaderMoment) -> str:
    if moment.reader.is_student:
        return _("Ton mot")
    return _("Le mot %(of_name)s") % {"of_name": of_name(row.student.first_name)}


def _review(row: Result, *, moment: ReaderMoment) -> str:
    day = row.assessment.review_on
    if day is None:
        return ""
    if day < day_of(moment.at, moment.zone):
        return _("Un point était prévu le %(day)s.") % {"day": moment.day(day)}
    sentence = (
        _("On regarde avec toi où tu en es le %(day)s.")
        if moment.reader.is_student
        else _("On regarde ensemble le %(day)s.")
    )
    return sentence % {"day": moment.day(day)}


def _average(figures: ClassFigures | None, scale: int | None) -> str:
    return out_of(figures.average, scale) if figures else ""


def _extremes(figures: ClassFigures | None) -> str:
    if figures is None:
        return ""
    return _("de %(lowest)s à %(highest)s") % {
        "lowest": french_decimal(figures.lowest),
        "highest": french_decimal(figures.highest),
    }


def _why(version: ResultVersion, rule: Rule, *, moment: ReaderMoment) -> str:
    return sentences.why_sentence(
        rule,
        body=version.followed.body,
        decided_on=version.followed.decided_on,
        audience=moment.audience,
        at=moment.at,
        zone=moment.zone,
    )


def in_sentence(label: str) -> str:
    """«mathématiques», but «LV1 anglais»: a subject inside a sentence."""
    is_acronym = label[1:2].isupper() or label[1:2].isdigit()
    return label if is_acronym else label[:1].lower() + label[1:]
