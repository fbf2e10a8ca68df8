"""What the pages of a principal start from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from apps.publication import sentences
from apps.publication.models import RuleVersion
from apps.publication.opening import OpeningHours
from apps.publication.rules import THE_SCHOOL, Rule, of_kind
from apps.publication.services import rules_by_kind
from apps.schools.models import School

# In an address, the ready-made rule that a page has chosen.
RULE = "regle"


@dataclass(frozen=True, slots=True)
class SchoolRules:
    """The school, what is in force there, and the words for it."""

    school: School
    versions: list[RuleVersion]
    hours: OpeningHours
    bulletin: str
    today: dt.date

    @property
    def rule(self) -> RuleVersion:
        """The school's."""
        decided = {version.kind: version for version in self.versions}
        return of_kind(decided, THE_SCHOOL, RuleVersion.ministry(self.school))

    def exception(self, kind: str) -> RuleVersion | None:
        return next((version for version in self.versions if version.kind == kind), None)

    @property
    def rules(self) -> dict[str, Rule]:
        """Those in force, by kind (``""``: the school's)."""
        return rules_by_kind(self.versions)

    @property
    def exceptions(self) -> dict[str, Rule]:
        return rules_by_kind(version for version in self.versions if version.kind)

    def sentence(self, rule: Rule, *, scope: str = "", start: str = "", span: bool = False) -> str:
        return sentences.rule_sentence(
            rule, self.hours, scope=scope, bulletin=self.bulletin, start=start, span=span
        )
