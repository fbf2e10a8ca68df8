"""The school that a page of the office is about."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from apps.schools.models import School
from coeduc.chapters import Link

CHOICE = "ecole"


@dataclass(frozen=True, slots=True)
class AccountsOffice:
    """The school this page is about, among those where this person looks after accounts."""

    school: School
    schools: tuple[School, ...]

    @property
    def key(self) -> str:
        return str(self.school.public_id)

    @property
    def query(self) -> str:
        """What keeps the choice from a page to the next; nothing for who has one school."""
        return f"?{CHOICE}={self.key}" if len(self.schools) > 1 else ""

    def url(self, route: str) -> str:
        return reverse(route) + self.query

    def tabs(self, route: str) -> list[Link]:
        """The same page for each school; nothing for who has one."""
        if len(self.schools) < 2:
            return []
        page = reverse(route)
        return [
            Link(school.name, f"{page}?{CHOICE}={school.public_id}", school == self.school)
            for school in self.schools
        ]
