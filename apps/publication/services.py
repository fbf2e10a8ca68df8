"""Adopting a rule or open hours: the version in force is closed, the next one begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.publication import changes
from apps.publication.enums import DecisionBody
from apps.publication.errors import AdoptionError
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.opening import OpeningHours
from apps.publication.rules import Rule, check_opens, rule_for
from apps.schools.days import today_of
from apps.schools.models import School, Term
from coeduc.locks import hold_row
from coeduc.replay import Reading


@transaction.atomic
def adopt_rule(
    school: School,
    rule: Rule,
    *,
    by: User | None,
    at: dt.datetime,
    body: str,
    decided_on: dt.date,
    reason: str,
    kind: str = "",
    kind_label: str = "",
) -> RuleVersion:
    """Put a rule in force from ``at`` on, for the school or for one kind of assessment.

    ``kind_label`` is how the exception reads after « Pour… » («les évaluations communes»).
    What families could already see stays visible; what still waits moves in one batch.
    Raises ``AdoptionError``, or ``OpeningError`` when the rule's times are always silent.
    """
    at = _lock(school, at=at)
    _check_decision(school, at=at, decided_on=decided_on, reason=reason)
    if bool(kind) != bool(kind_label.strip()):
        raise AdoptionError(_("Une exception se nomme en toutes lettres."))
    check_opens(rule, OpeningVersion.objects.for_school(school, at=at).as_hours())
    versions = RuleVersion.objects.filter(school=school, kind=kind)
    decision = {
        "kind_label": kind_label.strip(),
        "body": DecisionBody(body),
        "decided_on": decided_on,
        "reason": reason.strip(),
        **RuleVersion.columns_of(rule),
    }
    # Another decision about the same rule is news; five windows that say the same are not.
    if versions.decided().in_force(at=at).filter(**decision).exists():
        raise AdoptionError(_("C’est déjà la règle en vigueur, avec cette décision."))
    _close(versions, at=at)
    version = RuleVersion.objects.create(
        school=school, kind=kind, during=DateTimeTZRange(at, None), author=by, **decision
    )
    changes.follow(school, by=by, at=at, rule=version)
    return version


@transaction.atomic
def end_exception(
    school: School,
    kind: str,
    *,
    by: User | None,
    at: dt.datetime,
    body: str,
    decided_on: dt.date,
    reason: str,
) -> RuleVersion:
    """Back to the school's rule for one kind: a decision as any other, kept with its reason.

    Raises ``AdoptionError``, also when this kind has no exception.
    """
    at = _lock(school, at=at)
    _check_decision(school, at=at, decided_on=decided_on, reason=reason)
    versions = RuleVersion.objects.filter(school=school, kind=kind)
    standing = versions.decided().in_force(at=at).exclude(kind="").first()
    if standing is None:
        raise AdoptionError(_("Il n’y a pas d’exception pour ces évaluations."))
    rule = rule_in_force(school, at=at).as_rule()
    _close(versions, at=at)
    version = RuleVersion.objects.create(
        school=school,
        kind=kind,
        kind_label=standing.kind_label,
        follows_school=True,
        during=DateTimeTZRange(at, None),
        author=by,
        body=DecisionBody(body),
        decided_on=decided_on,
        reason=reason.strip(),
        **RuleVersion.columns_of(rule),
    )
    changes.follow(school, by=by, at=at, rule=version)
    return version


@transaction.atomic
def set_opening(
    school: School,
    hours: OpeningHours,
    *,
    by: User | None,
    at: dt.datetime,
    body: str,
    decided_on: dt.date,
    reason: str,
) -> OpeningVersion:
    """Put open hours in force from ``at`` on; their zone and holidays stay the school's.

    Raises ``OpeningError`` when a rule in force would never open again.
    """
    at = _lock(school, at=at)
    _check_decision(school, at=at, decided_on=decided_on, reason=reason)
    for version in RuleVersion.objects.decided().in_force(at=at).filter(school=school):
        check_opens(version.as_rule(), hours)
    _close(OpeningVersion.objects.filter(school=school), at=at)
    adopted = OpeningVersion.objects.create(
        school=school,
        during=DateTimeTZRange(at, None),
        author=by,
        body=DecisionBody(body),
        decided_on=decided_on,
        reason=reason.strip(),
        **OpeningVersion.columns_of(hours),
    )
    changes.follow(school, by=by, at=at, opening=adopted)
    return adopted


def preview_rule(
    school: School,
    rule: Rule | None,
    *,
    rules: Mapping[str, Rule],
    hours: OpeningHours,
    kind: str = "",
    at: dt.datetime,
) -> changes.Moves:
    """What adopting ``rule`` would move; None: what ending the exception of ``kind`` would.

    ``rules`` by kind and ``hours``: what is in force, which the page has read already. What is
    placed again under the rule that it follows is found where it was: then nothing is placed, and
    ``unchanged`` only says whether anything waits.
    """
    if rule == rule_for(rules, kind):
        waits = changes.anything_waits(school, rules=rules, hours=hours, kind=kind, at=at)
        return changes.Moves(unchanged=int(waits))
    others = {scope: one for scope, one in rules.items() if scope != kind}
    after = others if rule is None else others | {kind: rule}
    return changes.preview(school, rules=after, hours=hours, kind=kind, at=at)


def rules_by_kind(versions: Iterable[RuleVersion]) -> dict[str, Rule]:
    """What each kind of assessment follows, of these decisions (``""``: the school's)."""
    return {version.kind: version.as_rule() for version in versions}


def preview_hours(school: School, hours: OpeningHours, *, at: dt.datetime) -> changes.Moves:
    """What adopting these hours would move, whatever the rule of each result."""
    versions, __ = to_read(school, at=at)
    rules = rules_by_kind(versions)
    opening = OpeningVersion(school=school, **OpeningVersion.columns_of(hours))
    return changes.preview(school, rules=rules, hours=opening.as_hours(), kind=None, at=at)


def to_read(school: School, *, at: dt.datetime) -> tuple[list[RuleVersion], OpeningVersion]:
    """The rules (the school's and its exceptions) and the hours in force, for a page.

    What a school decided is no secret to whoever sees one of its rows: the page has found the
    school through the door already.
    """
    hours = HOURS.rows(school.pk, at)
    return rules_to_read(school, at=at), hours[0] if hours else OpeningVersion.ministry(school)


def rules_to_read(school: School, *, at: dt.datetime) -> list[RuleVersion]:
    """The rules alone, where no hour is told."""
    return RULES.rows(school.pk, at)


RULES = Reading(
    lambda school, at: RuleVersion.objects.decided().in_force(at=at).filter(school=school)
)
HOURS = Reading(lambda school, at: OpeningVersion.objects.in_force(at=at).of_school(school))


@dataclass(frozen=True, slots=True)
class Decided:
    """Every decision of one school that has begun, in the order of their instants."""

    rules: list[RuleVersion]
    openings: list[OpeningVersion]


def decided_by(school: School, *, at: dt.datetime) -> Decided:
    """For a page that tells a date: what was placed followed the decisions of its day.

    In two statements, as ``to_read``.
    """
    return Decided(RULES_BEGUN.rows(school.pk, at), HOURS_BEGUN.rows(school.pk, at))


def _begun(model: type[RuleVersion] | type[OpeningVersion], school: int, at: dt.datetime) -> Any:
    return model.objects.filter(school=school, during__startswith__lte=at).order_by("during")


RULES_BEGUN = Reading(lambda school, at: _begun(RuleVersion, school, at))
HOURS_BEGUN = Reading(lambda school, at: _begun(OpeningVersion, school, at).with_calendar())


def rules_by_school(*, at: dt.datetime) -> dict[int, dict[str, RuleVersion]]:
    """The rules in force of every school, by school then by kind; one statement, for a tick."""
    found: dict[int, dict[str, RuleVersion]] = {}
    for version in RuleVersion.objects.decided().in_force(at=at):
        found.setdefault(version.school_id, {})[version.kind] = version
    return found


def next_reports(schools: Iterable[School], *, at: dt.datetime) -> dict[int, dt.date]:
    """The day of the next reports by school, where the terms of the year are known."""
    today = {school.pk: today_of(school, at=at) for school in schools}
    terms = Term.objects.filter(school__in=today).annotate(day=Coalesce("reports_on", "ends_on"))
    found: dict[int, dt.date] = {}
    for school, day in terms.order_by("-day").values_list("school", "day"):
        if day >= today[school]:
            found[school] = day
    return found


def rule_in_force(school: School, kind: str = "", *, at: dt.datetime) -> RuleVersion:
    """The recorded version that governs a result entered at ``at``.

    A school that has decided nothing follows the ministry's frame, recorded as such the first
    time: a result always names the rule it follows.
    """
    version = RuleVersion.objects.for_kind(school, kind, at=at)
    if version.pk is None:
        _record_ministry(RuleVersion, school, at=at, kind="")
        version = RuleVersion.objects.for_kind(school, kind, at=at)
    return version


def rule_to_follow(school: School, kind: str = "", *, at: dt.datetime) -> RuleVersion:
    """The version under which instants are written: the one that nothing has ended.

    A request that began just before an adoption, and waited for it, follows the new rule: its
    results would otherwise be left out of the batch.
    """
    standing = RuleVersion.objects.decided().filter(school=school, during__upper_inf=True)
    return standing.of_kind(kind) or rule_in_force(school, kind, at=at)


def opening_to_follow(school: School, *, at: dt.datetime) -> OpeningVersion:
    """The same for the hours."""
    standing = OpeningVersion.objects.filter(school=school, during__upper_inf=True)
    return standing.with_calendar().first() or opening_in_force(school, at=at)


def opening_in_force(school: School, *, at: dt.datetime) -> OpeningVersion:
    """The recorded hours at ``at``, the ministry's where the school adopted none."""
    version = OpeningVersion.objects.for_school(school, at=at)
    if version.pk is None:
        _record_ministry(OpeningVersion, school, at=at)
        version = OpeningVersion.objects.for_school(school, at=at)
    return version


@transaction.atomic
def _record_ministry(
    model: type[RuleVersion] | type[OpeningVersion],
    school: School,
    *,
    at: dt.datetime,
    **scope: str,
) -> None:
    """Record the frame from ``at`` to the school's first decision, unless somebody just did."""
    _lock(school, at=at)
    versions = model.objects.filter(school=school, **scope)
    if versions.in_force(at=at).exists():
        return
    later = versions.filter(during__startswith__gt=at).order_by("during").first()
    version = model.ministry(school)
    version.during = DateTimeTZRange(at, later.during.lower if later else None)
    version.save(force_insert=True)


def _lock(school: School, *, at: dt.datetime) -> dt.datetime:
    """Two decisions of one school wait for each other; rows that name the school do not.

    Returns the instant at which this one is taken: after the one it waited for.
    """
    _school, at = hold_row(School.objects.filter(pk=school.pk), at=at, no_key=True)
    return at


def _check_decision(school: School, *, at: dt.datetime, decided_on: dt.date, reason: str) -> None:
    if not reason.strip():
        raise AdoptionError(_("Dites pourquoi : les familles liront cette raison."))
    if decided_on > today_of(school, at=at):
        raise AdoptionError(_("La décision ne peut pas être datée d’un jour à venir."))


def _close(versions: Any, *, at: dt.datetime) -> None:
    """End the version in force at ``at``; refuse to slip a decision in before a recorded one."""
    if versions.filter(during__startswith__gte=at).exists():
        raise AdoptionError(_("Une décision plus récente est déjà enregistrée."))
    for version in versions.in_force(at=at):
        version.during = DateTimeTZRange(version.during.lower, at)
        version.save(update_fields=["during"])
