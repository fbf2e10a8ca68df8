"""What every page of results needs: the rules in force, whom it speaks to, why something waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.publication import waiting
from apps.publication.enums import Audience
from apps.publication.instants import Facts
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.opening import OpeningHours
from apps.publication.rules import COPY_FIRST, THE_SCHOOL, Rule, of_kind, rule_for
from apps.publication.services import Decided, rules_by_kind
from apps.publication.standing import Followed, Held, planned_through
from apps.results.release.rules.patience import Patience, patience_of
from apps.schools.days import days_of_spans
from apps.schools.models import School
from coeduc import french
from coeduc.access import Reader
from coeduc.days import WEEK, day_of, midnight

if TYPE_CHECKING:
    from apps.results.models.rows import HeldSpan, TermJson
    from apps.schools.days import Span


@dataclass(frozen=True, slots=True)
class CurrentRules:
    """The rules of one school in force, where no date is told."""

    rules: Mapping[str, Rule]

    def rule_for(self, kind: str) -> Rule:
        return rule_for(self.rules, kind)

    @property
    def pupils_first(self) -> bool:
        """Whether, under every rule in force, a pupil may read strictly before the parents."""
        return all(
            rule.guardian_delay for rule in (self.rule_for(THE_SCHOOL), *self.rules.values())
        )


@dataclass(frozen=True, slots=True)
class SchoolRuleHistory(CurrentRules):
    """The rules and hours of one school, in force and before, read once for all the rows."""

    hours: OpeningHours
    past: Mapping[str, tuple[Followed, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Iterable[RuleVersion], opening: OpeningVersion) -> Self:
        """From what is in force now; the ministry's rule where nothing was adopted."""
        return cls(rules_by_kind(rules), opening.as_hours())

    @classmethod
    def through(cls, decided: Decided, school: School, *, at: dt.datetime) -> Self:
        """With what was in force before: a date was given by the decisions of its day."""
        hours = [(_begun(one), one.as_hours()) for one in decided.openings]
        first = OpeningVersion.ministry(school).as_hours() if not hours else hours[0][1]
        return cls(
            {
                rule.kind: rule.as_rule()
                for rule in decided.rules
                if at in rule.during and not rule.follows_school
            },
            hours[-1][1] if hours else first,
            {
                kind: tuple(_followed(kind, decided.rules, hours, first))
                for kind in {rule.kind for rule in decided.rules} | {THE_SCHOOL}
            },
        )

    def followed_by(self, kind: str) -> tuple[Followed, ...]:
        now = Followed(None, self.rule_for(kind), self.hours)
        return of_kind(self.past, kind, (now,))


def _followed(
    kind: str,
    rules: Iterable[RuleVersion],
    hours: Iterable[tuple[dt.datetime, OpeningHours]],
    first: OpeningHours,
) -> Iterable[Followed]:
    """Each moment from which this kind of assessment followed another rule, or other hours."""
    rules = [rule for rule in rules if rule.kind in {THE_SCHOOL, kind}]
    known = [(rule, rule.as_rule()) for rule in rules]
    hours = list(hours)
    yield Followed(None, COPY_FIRST, first)
    for moment in sorted({_begun(rule) for rule in rules} | {begun for begun, __ in hours}):
        decided = {
            rule.kind: as_rule
            for rule, as_rule in known
            if moment in rule.during and not rule.follows_school
        }
        opened = [of_then for begun, of_then in hours if begun <= moment]
        yield Followed(moment, rule_for(decided, kind), opened[-1] if opened else first)


def _begun(version: RuleVersion | OpeningVersion) -> dt.datetime:
    begun: dt.datetime = version.during.lower
    return begun


@dataclass(frozen=True, slots=True)
class ReaderMoment:
    """To whom a page speaks, when it is read, and the clock on the wall of the school."""

    reader: Reader
    at: dt.datetime
    zone: ZoneInfo

    @property
    def audience(self) -> Audience:
        return Audience.STUDENT if self.reader.is_student else Audience.GUARDIAN

    def day(self, day: dt.date) -> str:
        """«jeudi 12 novembre»."""
        return french.full_day(day, at=self.at, zone=self.zone)

    def day_of(self, instant: dt.datetime) -> str:
        return self.day(day_of(instant, self.zone))

    def appeared(self, instant: dt.datetime) -> str:
        """«paru aujourd’hui», «paru vendredi», «paru le jeudi 12 novembre»."""
        ago = (day_of(self.at, self.zone) - day_of(instant, self.zone)).days
        if ago == 0:
            return _("paru aujourd’hui")
        if ago == 1:
            return _("paru hier")
        if ago < WEEK.days:
            return _("paru %(weekday)s") % {
                "weekday": french.weekday(instant.astimezone(self.zone))
            }
        return _("paru le %(day)s") % {"day": self.day_of(instant)}


def is_lately(instant: dt.datetime, *, at: dt.datetime) -> bool:
    """Over seven sliding days: what is older and not opened is folded, never dropped."""
    return instant > at - WEEK


class Waits(Protocol):
    """A row of the roster, or its plain values: what may be said of it, never what was entered."""

    @property
    def withdrawn_because(self) -> str | None: ...

    @property
    def handed_back_at(self) -> dt.datetime | None: ...

    @property
    def recorded_at(self) -> dt.datetime | None: ...

    @property
    def missed_hand_back(self) -> bool: ...

    @property
    def closures(self) -> list[Span] | None: ...

    @property
    def held_until(self) -> dt.datetime | None: ...

    @property
    def held_spans(self) -> list[HeldSpan]: ...

    @property
    def term(self) -> TermJson | None: ...


def waiting_sentence(
    row: Waits, kind: str, held_on: dt.date, frame: SchoolRuleHistory, *, moment: ReaderMoment
) -> str:
    """Why nothing is there (any more); never reads whether a mark exists."""
    if row.withdrawn_because:
        return withdrawn_sentence(row.withdrawn_because, moment=moment)
    facts = Facts(
        handed_back_at=row.handed_back_at,
        recorded_at=row.recorded_at,
        missed_hand_back=row.missed_hand_back,
        bulletin_at=_bulletin_at(row.term, moment.zone),
    )
    holds = [_held(hold) for hold in row.held_spans]
    rule = frame.rule_for(kind)
    today = day_of(moment.at, moment.zone)
    patience = patience_of(held_on, rule, today=today, closed=days_of_spans(row.closures or ()))
    return waiting.waiting_sentence(
        planned_through(facts, frame.followed_by(kind), holds, at=moment.at),
        audience=moment.audience,
        at=moment.at,
        zone=moment.zone,
        held_until=row.held_until,
        overdue_since=held_on if patience > Patience.KEPT else None,
        head_knows=patience == Patience.HEAD,
    )


def _held(hold: HeldSpan) -> Held:
    lifted_at = hold["lifted_at"]
    return Held(
        dt.datetime.fromisoformat(hold["since"]),
        dt.datetime.fromisoformat(hold["until"]),
        dt.datetime.fromisoformat(lifted_at) if lifted_at else None,
    )


def withdrawn_sentence(reason: str, *, moment: ReaderMoment) -> str:
    sentence = (
        _("Le collège a retiré ce résultat, que tu avais pu lire. Voici pourquoi : %(reason)s")
        if moment.audience == Audience.STUDENT
        else _("Le collège a retiré ce résultat, déjà visible. Voici pourquoi : %(reason)s")
    )
    return french.typeset(sentence % {"reason": reason})


def _bulletin_at(term: TermJson | None, zone: ZoneInfo) -> dt.datetime | None:
    """As ``services.instants.bulletin_at``: the first minute of the day of the reports."""
    if term is None:
        return None
    return midnight(dt.date.fromisoformat(term["reports_on"]), zone)
