"""What an address names for who decides the rule of a school, else 404, for several rooms."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from apps.publication import policies, services
from apps.publication.rule_pages.presenters.charter import bulletin_in_words
from apps.publication.rule_pages.presenters.school_rules import SchoolRules
from apps.schools.days import today_of
from apps.schools.models import School
from coeduc.access import require, visible
from coeduc.http import Request


def school_to_decide(request: Request, public_id: UUID) -> School:
    """A school whose rule this person may adopt: 404 where unseen, 403 where only seen."""
    school = get_object_or_404(visible(request, School), public_id=public_id)
    require(policies.can_adopt(request.reader, school))
    return school


def school_rules_of(request: Request, public_id: UUID) -> SchoolRules:
    """The rules and hours of a school, for who decides them; raises as ``school_to_decide``."""
    school = school_to_decide(request, public_id)
    now = request.now
    versions, opening = services.to_read(school, at=now)
    day = services.next_reports([school], at=now).get(school.pk)
    return SchoolRules(
        school,
        versions,
        # Where the holidays are open, the days without lessons move nothing.
        opening.as_hours(with_closures=not opening.holidays_open),
        bulletin_in_words(day, at=now, school=school),
        today_of(school, at=now),
    )
