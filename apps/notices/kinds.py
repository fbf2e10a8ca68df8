"""What can be told: each app registers its kinds when it starts, and answers for them.

``notices`` is a lower app: it never imports the apps whose facts it tells.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apps.notices.models import Notice


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One sort of notice.

    ``still_allowed(notice, at=…)`` decides again when the message leaves: a right lost meanwhile
    is a message not sent. ``template`` is a prefix: ``<template>_subject.txt``, ``<template>.txt``
    and ``<template>.html``. ``context(notice, at=…)`` gives words and counts, never a value nor
    anybody's name.
    """

    slug: str
    template: str
    still_allowed: Callable[..., bool]
    context: Callable[..., Mapping[str, Any]]

    def allows(self, notice: Notice, *, at: dt.datetime) -> bool:
        return self.still_allowed(notice, at=at)


_kinds: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> None:
    """Make a kind known; a second one under the same slug is a mistake of the programmer."""
    if _kinds.setdefault(kind.slug, kind) != kind:
        raise ValueError(f"two kinds of notice are called {kind.slug!r}")


def get(slug: str) -> NoticeKind:
    """KeyError for a kind that this version of the portal does not know."""
    return _kinds[slug]
