"""Every leaf of the addresses, as Django itself resolves them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """A leaf of the addresses: its full name, the arguments it takes, the view behind it."""

    name: str
    arguments: tuple[str, ...]
    view: Any


def routes(resolver: Any = None, space: str = "", arguments: tuple = ()) -> Iterator[Route]:
    for entry in (resolver or get_resolver()).url_patterns:
        names = (*arguments, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from routes(
                entry, f"{space}{entry.namespace}:" if entry.namespace else space, names
            )
        else:
            yield Route(f"{space}{entry.name}", names, entry.callback)
