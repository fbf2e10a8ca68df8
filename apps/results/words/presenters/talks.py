"""«J’aimerais en parler»: whom it reached, as a guardian and as the team read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.results.models import HelpAnswer
from apps.schools.enums import Civility
from apps.schools.models import Staff
from apps.schools.words import phones_of
from coeduc import french
from coeduc.days import day_of
from coeduc.french import and_list, of_name, typeset

if TYPE_CHECKING:
    from apps.results.models.rows import Talked


@dataclass(frozen=True, slots=True)
class TalkLine:
    """One guardian who would like to talk, and how to call them."""

    result_id: UUID
    guardian_id: UUID
    student_id: UUID
    title: str
    about: str
    sentence: str
    phones: tuple[str, ...]


def keepers_sentence(keepers: Sequence[Staff]) -> str:
    """«Votre demande est sur la première page de M. Nguyen, professeur principal de la classe.»

    ``keepers`` come from ``services.talks.keepers``. Nobody: it says so, rather than nothing.
    """
    if not keepers:
        return _(
            "Personne au collège ne la reçoit encore ici : appelez la vie scolaire pour en parler."
        )
    named = {"of_names": of_name(and_list([staff.polite_name for staff in keepers]))}
    by_rank = {
        0: _("Votre demande est sur la première page %(of_names)s (%(lead)s)."),
        1: _("Votre demande est sur la première page %(of_names)s (vie scolaire)."),
        2: _("Votre demande est sur la première page %(of_names)s (direction)."),
    }
    named["lead"] = _lead(keepers)
    return typeset(by_rank[keepers[0].rank] % named)  # type: ignore[attr-defined] # annotated


def _lead(keepers: Sequence[Staff]) -> str:
    """Agrees with the civility that the files give; masculine where they give none."""
    women = all(staff.civility == Civility.MADAM for staff in keepers)
    if len(keepers) == 1:
        return _("professeure principale") if women else _("professeur principal")
    return _("professeures principales") if women else _("professeurs principaux")


def talked_sentence(talked: Talked, *, day: Callable[[dt.datetime], str]) -> str:
    """«Alix Nguyen a noté, le vendredi 20 novembre, que vous en avez parlé.»; nothing before."""
    if talked["at"] is None:
        return ""
    return typeset(
        _("%(who)s a noté, le %(day)s, que vous en avez parlé.")
        % {
            "who": f"{talked['first']} {talked['last']}".strip(),
            "day": day(dt.datetime.fromisoformat(talked["at"])),
        }
    )


def talk_lines(
    answers: Iterable[HelpAnswer], *, without: Collection[str], at: dt.datetime
) -> list[TalkLine]:
    """``answers`` come ``with_people()``; ``without``: the numbers kept from who reads."""
    return [_line(answer, without=without, at=at) for answer in answers]


def _line(answer: HelpAnswer, *, without: Collection[str], at: dt.datetime) -> TalkLine:
    zone = answer.school.time_zone
    result = answer.result
    over: Any = getattr(answer, "over", None)
    sentence = _("Demandé le %(day)s.") if over is None else _("Vous en avez parlé le %(day)s.")
    day = day_of(answer.at if over is None else over.at, zone)
    return TalkLine(
        result_id=result.public_id,
        guardian_id=answer.guardian.public_id,
        student_id=result.student.public_id,
        title=_("%(guardian)s — %(pupil)s, %(code)s")
        % {
            "guardian": answer.guardian.polite_name,
            "pupil": result.student,
            "code": result.division.code,
        },
        about=_("%(help)s — %(title)s, %(subject)s")
        % {
            "help": answer.device,
            "title": result.assessment.title,
            "subject": result.assessment.teaching.subject.label,
        },
        sentence=sentence % {"day": french.full_day(day, at=at, zone=zone)},
        phones=phones_of(answer.guardian, without=without),
    )
