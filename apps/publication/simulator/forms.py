"""The rule to try, read from the address: a simulation can be kept, sent and printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import QueryDict

from apps.publication.opening import OpeningHours
from apps.publication.rule_pages.forms.rule import AUDIENCES, RuleForm
from apps.publication.rules import Rule

DECISION = ("body", "decided_on", "reason", "seen")
# What changes when something can be read, or what is told of it; the rest is left as it is.
TIMING = (
    "trigger",
    *(
        f"{who}_{part}"
        for who in AUDIENCES
        for part in ("delay", "unit", "kind", "weekday", "clock")
    ),
    "notice",
)


class TrialForm(RuleForm):
    """The fine settings of a rule, no decision; what the address does not say is of ``base``.

    Always bound, so that an address says the same rule whether or not the form was ever opened.
    """

    def __init__(self, asked: QueryDict, *, base: Rule, hours: OpeningHours, today: dt.date):
        initial = RuleForm(base=base, hours=hours, today=today).initial
        data = QueryDict(mutable=True)
        for name, value in initial.items():
            data.setlist(name, _typed(value))
        for name in TIMING:
            if name in asked:
                data.setlist(name, asked.getlist(name))
        super().__init__(data, base=base, hours=hours, today=today)
        for name in DECISION:
            del self.fields[name]


def _typed(value: Any) -> list[str]:
    """A setting as its control would send it; an unticked box sends nothing."""
    if isinstance(value, list):
        return [str(item) for item in value]
    if value is None or value is False:
        return []
    return ["on"] if value is True else [str(value)]
