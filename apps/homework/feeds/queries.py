"""The secret address by which a phone's calendar reads the notebook."""

from __future__ import annotations

from apps.homework.enums import FeedOf
from apps.homework.models import Feed
from coeduc.access import Reader


def open_feed_of(reader: Reader, of: FeedOf) -> Feed | None:
    """The one that stands, of their children's notebooks or of their own."""
    return Feed.objects.visible_to(reader, at=reader.at).standing().filter(of=of).first()
