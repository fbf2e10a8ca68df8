"""Copies that nobody hands back: the teacher is reminded, then the head; no result stays hidden.

What is overdue is computed when it is asked; a tick only tells it, once an assessment and a step,
in the school's open hours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.notices.models import Notice
from apps.notices.outbox.services.writing import Message, NoticeKind, enqueue_all
from apps.publication.rules import Rule, rule_for
from apps.publication.services import rules_by_kind, rules_by_school, rules_to_read
from apps.results.enums import AssessmentKind
from apps.results.errors import ResultError
from apps.results.models import Assessment, HandBack
from apps.results.release.rules.patience import (
    FORGOTTEN_AFTER,
    NOTIFIED_LATELY,
    Patience,
    last_day_of,
    patience_of,
)
from apps.results.release.services.instants import RuleAndHours
from apps.results.release.services.placing import place_pending
from apps.schools.days import today_of
from apps.schools.links import ReaderReading
from apps.schools.models import Closure, School, Staff, TeachingStaff, of_a_past_year
from apps.schools.offices import Office
from coeduc.access import Reader
from coeduc.days import days_anywhere
from coeduc.locks import hold_row
from coeduc.replay import Reading

if TYPE_CHECKING:
    from django.db.models import QuerySet

LATE, PUBLISHED = "late_copies", "published_by_head"


@dataclass(frozen=True, slots=True)
class PatienceCalendar:
    """What the patience of one school is counted with."""

    rules: Mapping[str, Rule]
    closed: frozenset[dt.date]
    today: dt.date

    @classmethod
    def of(cls, school: School, *, at: dt.datetime) -> Self:
        closed = CLOSED.rows(school.pk)
        return cls(
            rules=rules_by_kind(rules_to_read(school, at=at)),
            closed=frozenset(day for closure in closed for day in closure.days),
            today=today_of(school, at=at),
        )

    @classmethod
    def of_every_school(cls, *, at: dt.datetime) -> dict[int, Self]:
        """By school; three statements, however many schools."""
        closed: dict[int, set[dt.date]] = {}
        for closure in Closure.objects.order_by():
            closed.setdefault(closure.school_id, set()).update(closure.days)
        rules = rules_by_school(at=at)
        return {
            school.pk: cls(
                rules=rules_by_kind(rules.get(school.pk, {}).values()),
                closed=frozenset(closed.get(school.pk, ())),
                today=today_of(school, at=at),
            )
            for school in School.objects.order_by()
        }

    def rule_for(self, kind: str) -> Rule:
        return rule_for(self.rules, kind)

    def patience_of(self, assessment: Assessment) -> Patience:
        """For copies that nobody has handed back."""
        rule = self.rule_for(assessment.kind)
        return patience_of(assessment.held_on, rule, today=self.today, closed=self.closed)

    def last_days(self, least: Patience) -> tuple[tuple[str, dt.date], ...]:
        """By kind of assessment, the last day whose copies have come to ``least``."""
        since = self.today - FORGOTTEN_AFTER
        found = {
            kind: last_day_of(
                least, self.rule_for(kind), today=self.today, closed=self.closed, oldest=since
            )
            for kind in AssessmentKind.values
        }
        return tuple((kind, day) for kind, day in found.items() if day is not None)


CLOSED = Reading(lambda school: Closure.objects.filter(school=school))


def not_handed_back(school: School, *, at: dt.datetime) -> QuerySet[Assessment]:
    """Past assessments of a school whose copies nobody marked as handed back, of all years."""
    today = today_of(school, at=at)
    return _without_a_tap(before=today, since=today - FORGOTTEN_AFTER).filter(school=school)


def overdue_seen(
    reader: Reader,
    school: School,
    calendar: PatienceCalendar,
    *,
    least: Patience,
    all_years: bool,
    most: int | None,
) -> list[Assessment]:
    """Those of a school that this person sees and that have come to ``least``, the oldest first."""
    spans = (calendar.today, calendar.today - FORGOTTEN_AFTER, calendar.last_days(least))
    shape = (all_years, str(most or ""))
    return OVERDUE.rows(reader, school.pk, shape, *spans, at=reader.at)


def _overdue(
    reader: Reader,
    school: int,
    shape: tuple[bool, str],
    before: dt.date,
    since: dt.date,
    last_days: tuple[tuple[str, dt.date], ...],
) -> QuerySet[Assessment]:
    all_years, most = shape
    waited = Q()
    for kind, day in last_days:
        waited |= Q(kind=kind, held_on__lte=day)
    rows = Assessment.objects.visible_to(reader, at=reader.at).filter(school=school)
    if not waited:
        return rows.none()
    found = _without_a_tap(before=before, since=since, among=rows).filter(waited)
    found = found if all_years else of_this_year(found, at=reader.at)
    these = found.values("pk")[: int(most)] if most else found.order_by().values("pk")
    rows = Assessment.objects.filter(pk__in=these).select_related(
        "school", "author", "teaching__subject", "teaching__division", "teaching__group"
    )
    return rows.order_by("held_on", "pk")


OVERDUE = ReaderReading(_overdue)


def of_this_year(assessments: QuerySet[Assessment], *, at: dt.datetime) -> QuerySet[Assessment]:
    """Nobody is reminded in November of copies of June: a list still has them, for the head."""
    return assessments.exclude(of_a_past_year("teaching__year", at=at))


def _without_a_tap(
    *, before: dt.date, since: dt.date, among: QuerySet[Assessment] | None = None
) -> QuerySet[Assessment]:
    rows = Assessment.objects.all() if among is None else among
    taps = HandBack.objects.to_the_class().filter(assessment=OuterRef("pk"))
    days = {"held_on__lt": before, "held_on__gt": since}
    return rows.filter(~Exists(taps), **days).order_by("held_on", "pk")


def overdue(
    assessments: Iterable[Assessment],
    calendar: PatienceCalendar,
    *,
    least: Patience = Patience.TEACHER,
) -> list[Assessment]:
    """Those that have waited for their copies at least as long as this step of the rule."""
    return [found for found in assessments if calendar.patience_of(found) >= least]


@transaction.atomic
def remind(*, at: dt.datetime) -> int:
    """Write what is to be told to teachers and heads and was not; return how many notices.

    As many statements for a hundred schools as for one: it is asked every minute.
    """
    messages = _not_notified(list(_messages(at=at)))
    enqueue_all(messages, at=at)
    return len(messages)


def _messages(*, at: dt.datetime) -> Iterable[Message]:
    calendars = PatienceCalendar.of_every_school(at=at)
    _first, last = days_anywhere(at)
    waiting = of_this_year(_without_a_tap(before=last, since=last - FORGOTTEN_AFTER), at=at)
    late = [
        (assessment, patience)
        for assessment in waiting
        if assessment.held_on < calendars[assessment.school_id].today
        and (patience := calendars[assessment.school_id].patience_of(assessment)) > Patience.KEPT
    ]
    teachers = _teachers({assessment.teaching_id for assessment, _patience in late}, at=at)
    heads: dict[int, list[int]] = {}
    schools = {found.school_id for found, patience in late if patience == Patience.HEAD}
    for school, staff in _heads(schools, at=at).values_list("school", "pk"):
        heads.setdefault(school, []).append(staff)
    for assessment, patience in late:
        steps = [(Patience.TEACHER, teachers.get(assessment.teaching_id, ()))]
        if patience == Patience.HEAD:
            steps.append((Patience.HEAD, heads.get(assessment.school_id, ())))
        for step, people in steps:
            for staff in people:
                event = f"{LATE}:{assessment.pk}:{step.value}"
                yield Message(event, LATE, None, assessment.school_id, staff_id=staff)


def _not_notified(messages: Sequence[Message]) -> list[Message]:
    events = {message.event for message in messages}
    notified = set(Notice.objects.filter(kind=LATE, event__in=events).values_list("event", "staff"))
    return [message for message in messages if (message.event, message.staff_id) not in notified]


def _teachers(teachings: Iterable[int], *, at: dt.datetime) -> dict[int, list[int]]:
    """Who teaches it today and can be written to, by teaching."""
    found: dict[int, list[int]] = {}
    links = TeachingStaff.objects.in_force(at=at).filter(
        teaching__in=teachings, staff__during__contains=at, staff__user__is_active=True
    )
    reached = links.exclude(staff__user__email="")
    for teaching, staff in reached.order_by("pk").values_list("teaching", "staff"):
        found.setdefault(teaching, []).append(staff)
    return found


def _heads(schools: Iterable[int], *, at: dt.datetime) -> Any:
    heads = (
        Staff.objects.in_force(at=at)
        .filter(school__in=schools, user__is_active=True)
        .holding(Office.HEADS, at=at)
    )
    return heads.exclude(user__email="").order_by("pk")


# --- What the mails say, decided again when they leave --------------------------------------------


def _late_for(notice: Notice, *, at: dt.datetime) -> list[Assessment]:
    """What still waits for this person at this step; nothing any more once it was handed back."""
    _kind, _pk, step = notice.event.split(":")
    waiting = of_this_year(not_handed_back(notice.school, at=at), at=at)
    if int(step) == Patience.TEACHER:
        links = TeachingStaff.objects.in_force(at=at).filter(staff=notice.staff)
        waiting = waiting.filter(teaching__in=links.values("teaching"))
    elif not _heads([notice.school_id], at=at).filter(pk=notice.staff_id).exists():
        return []
    return overdue(waiting, PatienceCalendar.of(notice.school, at=at), least=Patience(int(step)))


def _late_is_allowed(notice: Notice, *, at: dt.datetime) -> bool:
    """One mail tells all that waits: the other notices of the same day have nothing to add."""
    _kind, pk, _step = notice.event.split(":")
    lately = Notice.objects.filter(
        kind=LATE, staff=notice.staff_id, sent_at__gt=at - NOTIFIED_LATELY
    ).exclude(pk=notice.pk)
    return not lately.exists() and int(pk) in {late.pk for late in _late_for(notice, at=at)}


def _late_context(notice: Notice, *, at: dt.datetime) -> dict[str, Any]:
    late = _late_for(notice, at=at)
    return {
        "count": len(late),
        "teachers_notified": _are_teachers_notified(late),
        "is_head": notice.event.endswith(f":{Patience.HEAD.value}"),
    }


def _are_teachers_notified(late: Sequence[Assessment]) -> bool:
    """A mail about each of these has left for a teacher of it."""
    events = {f"{LATE}:{one.pk}:{Patience.TEACHER.value}" for one in late}
    left = Notice.objects.filter(event__in=events, sent_at__isnull=False)
    return events == set(left.values_list("event", flat=True))


def is_teacher_notified(fact: HandBack) -> bool:
    """Whether a mail is to leave for a teacher of what the head published."""
    return Notice.objects.filter(event=f"{PUBLISHED}:{fact.pk}").exists()


def _publication_stands(notice: Notice, *, at: dt.datetime) -> bool:
    _kind, pk = notice.event.split(":")
    return HandBack.objects.standing().filter(pk=pk).exists()


LATE_COPIES = NoticeKind(
    slug=LATE,
    template="emails/late_copies",
    still_allowed=_late_is_allowed,
    context=_late_context,
)
PUBLISHED_BY_HEAD = NoticeKind(
    slug=PUBLISHED,
    template="emails/published_by_head",
    still_allowed=_publication_stands,
    context=lambda notice, *, at: {},
)


# --- Copies that never come back ------------------------------------------------------------------


@transaction.atomic
def publish_unreturned(
    assessment: Assessment, *, by: User, at: dt.datetime, reason: str
) -> HandBack:
    """Start the clock without the copies: the head's decision, with a reason that families read.

    Raises ``ResultError`` before the patience of the rule has passed, or once they were handed
    back. Its teachers are told.
    """
    locked, at = hold_row(Assessment.objects.filter(pk=assessment.pk), at=at)
    if not reason.strip():
        raise ResultError(_("Dites pourquoi : les familles liront cette raison."))
    if HandBack.objects.to_the_class().filter(assessment=locked).exists():
        raise ResultError(_("Ces copies sont déjà marquées comme rendues."))
    calendar = PatienceCalendar.of(assessment.school, at=at)
    if calendar.patience_of(locked) == Patience.KEPT:
        days = calendar.rule_for(locked.kind).patience_days
        sentence = ngettext(
            "La règle laisse %(n)d jour de classe pour rendre les copies : c’est trop tôt.",
            "La règle laisse %(n)d jours de classe pour rendre les copies : c’est trop tôt.",
            days,
        )
        raise ResultError(sentence % {"n": days})
    fact = HandBack.objects.create(
        school_id=locked.school_id,
        assessment=locked,
        at=at,
        recorded_at=at,
        by=by,
        reason=reason.strip(),
    )
    place_pending(locked, RuleAndHours.of(assessment, at=at), at=at)
    teachers = _teachers({locked.teaching_id}, at=at).get(locked.teaching_id, [])
    event = f"{PUBLISHED}:{fact.pk}"
    messages = [Message(event, PUBLISHED, None, locked.school_id, staff_id=pk) for pk in teachers]
    enqueue_all(messages, at=at)
    return fact
