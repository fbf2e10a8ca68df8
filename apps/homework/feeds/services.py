"""Open and close the secret address of a person's calendar, and find whose it is."""

from __future__ import annotations

import datetime as dt

from apps.accounts.models import User
from apps.homework.enums import FeedOf
from apps.homework.feeds.rules import public_id_in
from apps.homework.models import Feed
from apps.schools.links import children_of, pupils_of
from apps.schools.models import Student
from coeduc.access import Reader


def open_feed(user: User, of: FeedOf, *, at: dt.datetime) -> Feed:
    """The address that stands, or a new one: two taps make one."""
    feed, __ = Feed.objects.get_or_create(
        user=user, of=of, revoked_at=None, defaults={"created_at": at}
    )
    return feed


def close_feed(user: User, of: FeedOf, *, at: dt.datetime) -> None:
    """At once and for good: another address may be made, never this one again."""
    Feed.objects.standing().filter(user=user, of=of).update(revoked_at=at)


def feed_behind(secret: str) -> Feed | None:
    """The address that this secret opens now; closed, of a closed account, unknown: None."""
    public_id = public_id_in(secret)
    if public_id is None:
        return None
    standing = Feed.objects.standing().filter(user__is_active=True)
    return standing.filter(public_id=public_id).select_related("user").first()


def pupils_in_calendar(reader: Reader, *, at: dt.datetime) -> list[Student]:
    """Whose works a calendar tells: a family's children by today's links, or the pupil themself."""
    if reader.is_family:
        return [link.student for link in children_of(reader, at=at)]
    return list(pupils_of(reader, at=at) or ())
