"""A school that changes its rule, and where the instants of a result stand then."""

import datetime as dt

from apps.publication import services as rules
from apps.publication.enums import DecisionBody
from tests.world import HANDED_BACK_AT

# Tuesday noon in Paris: between the pupil's instant and the guardians'.
NOON = HANDED_BACK_AT + dt.timedelta(hours=3)


def adopt(school, rule, at, **scope):
    return rules.adopt_rule(
        school,
        rule,
        by=None,
        at=at,
        body=DecisionBody.BOARD,
        decided_on=at.date(),
        reason="Décidé ensemble.",
        **scope,
    )


def version_of(result):
    return result.versions.order_by("n").last()


def instants(result):
    version = version_of(result)
    return version.student_release_at, version.guardian_release_at
