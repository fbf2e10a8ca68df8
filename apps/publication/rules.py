"""What a school decides about the moment at which results appear. Pure: no ORM, no clock."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.publication.enums import NoticePolicy, ReadyMade, Trigger
from apps.publication.opening import (
    ANY_MINUTE,
    Opening,
    OpeningError,
    OpeningHours,
    ensure_opens,
)
from coeduc import french

LONGEST_DELAY = dt.timedelta(days=31)
LONGEST_PATIENCE = 60
HIGHEST_MARK = Decimal(20)
FIVE_O_CLOCK = dt.time(17)
FRIDAY = 4
THE_SCHOOL = ""  # the kind under which a school's own rule is kept, beside its exceptions

Decision = TypeVar("Decision")


class RuleError(ValueError):
    """A rule no school may adopt; the message is French and may be shown as it is."""


def too_long() -> RuleError:
    """The error of a delay over ``LONGEST_DELAY``."""
    most = french.delay(LONGEST_DELAY)
    return RuleError(_("Un délai ne peut pas dépasser %(most)s.") % {"most": most})


def check_delay(delay: dt.timedelta) -> None:
    """Raise RuleError unless it is whole minutes, from none to ``LONGEST_DELAY``."""
    if delay < dt.timedelta():
        raise RuleError(_("Un délai ne peut pas être négatif."))
    if delay > LONGEST_DELAY:
        raise too_long()
    if delay % dt.timedelta(minutes=1):
        raise RuleError(_("Un délai se donne en minutes entières."))


def check_patience(days: int) -> None:
    """Raise RuleError unless it is 1 to ``LONGEST_PATIENCE`` days of lessons."""
    if not 1 <= days <= LONGEST_PATIENCE:
        raise RuleError(
            ngettext(
                "La patience est de %(n)d jour de classe.",
                "La patience se compte entre 1 et %(n)d jours de classe.",
                LONGEST_PATIENCE,
            )
            % {"n": LONGEST_PATIENCE}
        )


def check_support(below: Decimal) -> None:
    """Raise RuleError unless it is a mark out of 20."""
    if not 0 <= below <= HIGHEST_MARK:
        raise RuleError(
            _("Le seuil d’aide est une note entre 0 et %(most)d.") % {"most": HIGHEST_MARK}
        )


@dataclass(frozen=True, slots=True)
class Shows:
    """What of a released result is on the page."""

    mark: bool = True
    class_average: bool = False
    extremes: bool = False
    levels: bool = True
    comment: bool = True
    running_average: bool = False

    def __post_init__(self) -> None:
        if self.running_average and not self.mark:
            raise RuleError(_("Une moyenne ne peut pas être montrée sans les notes."))
        if not (self.mark or self.levels or self.comment):
            raise RuleError(_("Un résultat doit montrer quelque chose."))

    def covers(self, other: "Shows") -> bool:
        """Whether nothing that ``other`` shows would be taken away."""
        return all(
            getattr(self, part.name) or not getattr(other, part.name) for part in fields(self)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One complete rule. Delays are elapsed time; openings are the school's wall clock.

    ``support_below`` is a mark out of 20: under it, help is proposed or explicitly not needed.
    ``patience_days`` counts school days without hand-back before the teacher is reminded.
    """

    trigger: Trigger = Trigger.AFTER_HANDBACK
    student_delay: dt.timedelta = dt.timedelta(minutes=10)
    guardian_delay: dt.timedelta = dt.timedelta(hours=24)
    student_opening: Opening = ANY_MINUTE
    guardian_opening: Opening = field(default_factory=lambda: Opening.daily(FIVE_O_CLOCK))
    shows: Shows = field(default_factory=Shows)
    support_required: bool = True
    support_below: Decimal | None = Decimal(8)
    patience_days: int = 10
    notice: NoticePolicy = NoticePolicy.AT_ONCE

    def __post_init__(self) -> None:
        check_delay(self.student_delay)
        check_delay(self.guardian_delay)
        check_patience(self.patience_days)
        if self.support_below is not None:
            check_support(self.support_below)


# The notice is « at once » until the weekly page exists; then « in the weekly page » by default.
COPY_FIRST = Rule()
ONCE_A_WEEK = Rule(guardian_opening=Opening.weekly(FRIDAY, FIVE_O_CLOCK))
WITH_BULLETIN = Rule(trigger=Trigger.WITH_BULLETIN)

READY_MADE: Mapping[ReadyMade, Rule] = MappingProxyType(
    {
        ReadyMade.COPY_FIRST: COPY_FIRST,
        ReadyMade.ONCE_A_WEEK: ONCE_A_WEEK,
        ReadyMade.WITH_BULLETIN: WITH_BULLETIN,
    }
)


def of_kind(
    decided: Mapping[str, Decision], kind: str, ministry: Decision | None = None
) -> Decision:
    """What a kind of assessment follows: its exception, else the school's, else the ministry's.

    LookupError where a caller who gives no ``ministry`` finds neither: it was to be recorded first.
    """
    for scope in (kind, THE_SCHOOL):
        if scope in decided:
            return decided[scope]
    if ministry is None:
        raise LookupError(f"nothing decided for {kind or 'the school'}")
    return ministry


def rule_for(rules: Mapping[str, Rule], kind: str = THE_SCHOOL) -> Rule:
    """The rule of a kind, or the school's, of what ``rules`` says is decided."""
    return of_kind(rules, kind, COPY_FIRST)


def ready_made_name(rule: Rule) -> ReadyMade:
    """The name under which a rule may be announced: by its content, never by what was clicked."""
    return next((name for name, known in READY_MADE.items() if known == rule), ReadyMade.CUSTOM)


def opens(rule: Rule, hours: OpeningHours) -> bool:
    """Whether both fixed times of the rule fall in open hours some day."""
    try:
        check_opens(rule, hours)
    except OpeningError:
        return False
    return True


def check_opens(rule: Rule, hours: OpeningHours) -> None:
    """Refuse a rule whose fixed times never fall in the school's open hours (OpeningError)."""
    ensure_opens(hours, rule.student_opening)
    ensure_opens(hours, rule.guardian_opening)
