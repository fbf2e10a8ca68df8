"""Who is answered what on the pages where a principal decides the rule of the school."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from apps.publication.rule_pages.forms.rule import mark_of, settings_of
from apps.publication.rules import ONCE_A_WEEK
from tests.access.cases import PAGE, REFUSED, Case, of_row, sent_to
from tests.access.people_table import COLLEAGUES

DECISION = {
    "body": "board",
    "decided_on": "2026-11-20",
    "reason": "Pour des soirées calmes.",
}


def rule(world: Any) -> dict[str, Any]:
    """«Une fois par semaine», as its page sends it once it has been read."""
    typed = {
        name: f"{value:%H:%M}" if isinstance(value, dt.time) else value
        for name, value in settings_of(ONCE_A_WEEK).items()
        if value not in (None, False)
    }
    return {**typed, **DECISION, "seen": mark_of(ONCE_A_WEEK), "adopter": "1"}


def decision(world: Any) -> dict[str, str]:
    return DECISION


def of_kind(kind: str) -> Callable[[Any], dict[str, Any]]:
    return lambda world: {**of_row("school")(world), "kind": kind}


def decided(route: str, arguments: Any, data: Any, to: str) -> Case:
    """The principal alone; a colleague knows the page and is refused."""
    return Case(
        f"publication:{route}",
        arguments=arguments,
        data=data,
        get={PAGE: ("principal",), REFUSED: COLLEAGUES},
        post={sent_to(to, writes=True): ("principal",), REFUSED: COLLEAGUES},
    )


RULE_PAGES = {
    "rule": decided("rule_adopt", of_row("school"), rule, "publication:staff_rules"),
    "exception": decided("exception", of_kind("oral"), rule, "publication:rule_adopt"),
    "end of an exception": decided(
        "exception_end", of_kind("quiz"), decision, "publication:rule_adopt"
    ),
    # No such kind: the colleague is refused before it is even looked up.
    "an exception that cannot be": Case(
        "publication:exception",
        arguments=of_kind("surprise"),
        data=rule,
        get={REFUSED: COLLEAGUES},
        post={REFUSED: COLLEAGUES},
    ),
}
