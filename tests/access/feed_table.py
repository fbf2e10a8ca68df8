"""Who opens which calendar: its secret address speaks to anybody, of one person's notebook only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from apps.homework.enums import FeedOf
from apps.homework.feeds.rules import secret_of
from apps.homework.feeds.services import close_feed, open_feed
from apps.homework.models import Feed
from tests.access.actors import EVERYBODY, FAMILIES, FAMILY_OF_INES, PUPILS
from tests.access.cases import (
    ADAPTED,
    DUE,
    NOWHERE,
    PAGE,
    PUBLIC_NO_SUCH_METHOD,
    REFUSED,
    Case,
    page,
    sent_to,
)
from tests.world import LONG_AFTER

YESTERDAY = LONG_AFTER - dt.timedelta(days=1)
HAVE_ONE = ("guardian", "guardian_care", "guardian_surveillance", "guardian_of_classmate")
CLOSED_TO = tuple(
    actor
    for actor in FAMILY_OF_INES
    if actor not in ("guardian", "other_guardian", "guardian_care")
)
OPENED_TO = tuple(actor for actor in FAMILIES if actor not in CLOSED_TO)


def plant_feeds(world: Any) -> None:
    """Some families have an address, and Inès; a cut guardian has one; one closed theirs."""
    for name in (*HAVE_ONE, "guardian_blocked", "other_guardian"):
        open_feed(world.people[name], FeedOf.FAMILY, at=YESTERDAY)
    open_feed(world.people["pupil"], FeedOf.STUDENT, at=YESTERDAY)
    close_feed(world.people["other_guardian"], FeedOf.FAMILY, at=YESTERDAY)


def secret(name: str) -> Any:
    def arguments(world: Any) -> dict[str, str]:
        feed = Feed.objects.get(user=world.people[name])
        return {"secret": secret_of(feed.public_id)}

    return arguments


def calendar(name: str, *shown: str) -> Case:
    return Case(
        "homework:feed_calendar",
        arguments=secret(name),
        get={page(*shown): EVERYBODY},
        post=PUBLIC_NO_SUCH_METHOD,
    )


def made(space: str, *actors: str) -> dict[Any, Any]:
    """The first tap writes a row; where there is one already, it is only shown again."""
    there = tuple(actor for actor in actors if actor in (*HAVE_ONE, "pupil"))
    anew = tuple(actor for actor in actors if actor not in there)
    to = f"homework:{space}_feed"
    return {sent_to(to, writes=True): anew, sent_to(to): there}


FEEDS = {
    "agenda of a family": Case(
        "homework:family_feed",
        get={PAGE: FAMILIES},
        post={**made("family", *OPENED_TO), REFUSED: CLOSED_TO},
    ),
    "agenda of a pupil": Case(
        "homework:student_feed", get={PAGE: PUPILS}, post=made("student", *PUPILS)
    ),
    "close the agenda of a family": Case(
        "homework:family_feed_close",
        get={
            PAGE: HAVE_ONE,
            sent_to("homework:family_feed"): tuple(a for a in FAMILIES if a not in HAVE_ONE),
        },
        post={sent_to("homework:family_feed", writes=True): FAMILIES},
    ),
    "close the agenda of a pupil": Case(
        "homework:student_feed_close",
        get={PAGE: ("pupil",), sent_to("homework:student_feed"): ("classmate",)},
        post={sent_to("homework:student_feed", writes=True): PUPILS},
    ),
    "calendar of Inès’s mother": calendar("guardian", DUE, ADAPTED),
    "calendar of her carer": calendar("guardian_care", DUE, ADAPTED),
    "calendar of Inès": calendar("pupil", DUE, ADAPTED),
    "calendar of Léo’s mother": calendar("guardian_of_classmate", DUE),
    "calendar of who only watches over her": calendar("guardian_surveillance"),
    "calendar of a guardian whose access was cut": calendar("guardian_blocked"),
    "calendar closed": Case(
        "homework:feed_calendar",
        arguments=secret("other_guardian"),
        get=NOWHERE,
        post=PUBLIC_NO_SUCH_METHOD,
    ),
    "calendar that was never made": Case(
        "homework:feed_calendar",
        arguments=lambda world: {"secret": "A" * 56},
        get=NOWHERE,
        post=PUBLIC_NO_SUCH_METHOD,
    ),
}
