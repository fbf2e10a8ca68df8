"""What a waiting reader is told: why a past assessment shows nothing yet, and until when.

As in ``sentences``, nothing here reads a clock or a row; nothing depends on a mark or a request.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.publication.enums import Audience, StepCode
from apps.publication.instants import Release
from coeduc.days import DAY, day_of, midnight
from coeduc.french import clock, full_day, full_moment, short_day, typeset, whole_minute


def waiting_sentence(
    plan: Release,
    *,
    audience: Audience,
    at: dt.datetime,
    zone: ZoneInfo,
    held_until: dt.datetime | None = None,
    overdue_since: dt.date | None = None,
    head_knows: bool = False,
) -> str:
    """Why a past assessment shows nothing yet. ``plan`` must come from ``instants.planned``.

    ``held_until``: the end of a hold that stands. It is said as it is: telling a family that the
    copy was not handed back would be a lie. ``overdue_since``: the day of an assessment whose
    copies are awaited beyond the patience of the rule; ``head_knows``: for twice as long.
    """
    student = audience == Audience.STUDENT
    if held_until is not None and held_until > at:
        return _held_sentence(held_until, student=student, at=at, zone=zone)
    release_at = plan.student_at if student else plan.guardian_at
    if release_at is None:
        awaited = plan.explanation.steps[-1].code
        if overdue_since is not None and awaited == StepCode.WAITS_FOR_HANDBACK:
            day = short_day(overdue_since, at=at, zone=zone)
            return _overdue_sentence(day, head_knows=head_knows)
        return typeset(_awaited(student=student)[awaited])
    end = None if student else plan.guardian_latest
    if end is not None and end > release_at and at < _end_of_day(end, zone):
        return _span_sentence(release_at, end, at=at, zone=zone)
    if release_at > at:
        when = full_moment(release_at, at=at, zone=zone)
        return typeset(_("Le résultat sera visible à partir du %(when)s.") % {"when": when})
    if StepCode.HANDED_BACK not in plan.explanation.codes:
        return typeset(_awaited(student=student)[StepCode.WAITS_FOR_MARK])
    handed_back_at = plan.explanation.instant_of(StepCode.HANDED_BACK)
    day = full_day(day_of(handed_back_at, zone), at=at, zone=zone)
    sentence = _(
        "La copie a été rendue en classe le %(day)s. "
        "Le résultat n’est pas encore visible : il suivra la même règle."
    )
    return typeset(sentence % {"day": day})


def _awaited(*, student: bool) -> dict[StepCode, str]:
    """What is waited for, where no date can be given yet."""
    return {
        StepCode.WAITS_FOR_HANDBACK: (
            _("La copie n’a pas encore été rendue en classe. Tu la verras avant tes parents.")
            if student
            else _(
                "La copie n’a pas encore été rendue en classe. Votre enfant la verra en premier."
            )
        ),
        StepCode.WAITS_FOR_OWN_HANDBACK: (
            _("Tu étais absent ou absente quand la copie a été rendue. Tu l’auras à ton retour.")
            if student
            else _(
                "Votre enfant n’était pas là quand la copie a été rendue. "
                "Il ou elle l’aura à son retour, et la verra en premier."
            )
        ),
        StepCode.WAITS_FOR_BULLETIN: _("Le résultat sera visible avec le bulletin."),
        StepCode.WAITS_FOR_APPOINTMENT: _("Le résultat sera visible après le rendez-vous."),
        StepCode.WAITS_FOR_MARK: _("Le résultat n’est pas encore visible."),
    }


def _span_sentence(
    first: dt.datetime, last: dt.datetime, *, at: dt.datetime, zone: ZoneInfo
) -> str:
    """The same words from the hand-back to the end of the last day, for every result.

    They do not change at the ordinary instant: a family whose child asked to talk first reads what
    every other reads of a result that is entered late.
    """
    sentence = _(
        "Le résultat sera visible à partir du %(first)s, au plus tard %(last)s. "
        "Saisi plus tard, il suivra la même règle."
    )
    day = day_of(last, zone)
    same_day = day_of(first, zone) == day
    words = {
        "first": full_moment(first, at=at, zone=zone),
        "last": _("à %(clock)s") % {"clock": clock(whole_minute(last).astimezone(zone))}
        if same_day
        else _("le %(day)s") % {"day": full_day(day, at=at, zone=zone)},
    }
    return typeset(sentence % words)


def _end_of_day(instant: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    return midnight(day_of(instant, zone) + DAY, zone)


def _overdue_sentence(day: str, *, head_knows: bool) -> str:
    """The same for the pupil and the parents: since when, and what that makes possible.

    Not that somebody «has been told»: a teacher without an account is not.
    """
    sentence = (
        _(
            "La copie n’a pas encore été rendue ; l’évaluation date du %(day)s, "
            "la direction peut décider de publier le résultat."
        )
        if head_knows
        else _(
            "La copie n’a pas encore été rendue ; l’évaluation date du %(day)s, "
            "c’est plus long que ce que le collège s’est donné."
        )
    )
    return typeset(sentence % {"day": day})


def _held_sentence(
    held_until: dt.datetime, *, student: bool, at: dt.datetime, zone: ZoneInfo
) -> str:
    day = short_day(day_of(held_until, zone), at=at, zone=zone)
    sentence = (
        _("Le collège souhaite en parler avec toi et tes parents avant le %(day)s.")
        if student
        else _("Le collège souhaite vous en parler avant le %(day)s.")
    )
    return typeset(sentence % {"day": day})
