"""Notices waiting in the outbox: due, never tried; and a kind of notice to try the outbox with."""

import datetime as dt
import uuid

import factory

from apps.notices import kinds
from apps.notices.enums import CancelReason
from apps.notices.models import Notice
from tests.factories.schools import GuardianFactory

WEDNESDAY = dt.datetime(2026, 11, 18, 16, tzinfo=dt.UTC)  # 17:00 in Paris

# Its rights are in the event, so that a test says them where it makes the notice.
TRIAL = kinds.NoticeKind(
    slug="essai",
    template="emails/results",
    still_allowed=lambda notice, *, at: not notice.event.startswith("perdu"),
    context=lambda notice, *, at: {"several_results": False, "several_children": False},
)
kinds.register(TRIAL)


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notice

    guardian = factory.SubFactory(GuardianFactory)
    school = factory.SelfAttribute("guardian.school")
    event = factory.Sequence(lambda n: f"essai:{n}")
    kind = "essai"
    created_at = WEDNESDAY
    not_before = WEDNESDAY
    next_attempt_at = WEDNESDAY

    class Params:
        sent = factory.Trait(sent_at=WEDNESDAY)
        cancelled = factory.Trait(
            cancelled_at=WEDNESDAY, cancelled_because=CancelReason.NOT_ALLOWED
        )
        leased = factory.Trait(
            lease=factory.LazyFunction(uuid.uuid4),
            leased_until=WEDNESDAY + dt.timedelta(minutes=2),
            attempts=1,
        )
