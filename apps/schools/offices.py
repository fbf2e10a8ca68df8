"""Who holds which office of a school: said once, for queries, policies and pages.

A right asks for an office, never for a role by name, and every job of a person counts: who is the
CPE here and teaches there holds both. An office says nothing about one's own child: what a member
of staff may not read of it is `is_own_child` in the policies.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

from apps.schools.enums import Role

if TYPE_CHECKING:
    from coeduc.access import Reader


class Office(enum.Enum):
    """The roles that hold an office (domain.md, 11.1; decision 0013)."""

    HEADS = frozenset({Role.PRINCIPAL, Role.DEPUTY})
    # Follow every pupil of the school and may read every result.
    WHOLE_SCHOOL = frozenset({Role.PRINCIPAL, Role.DEPUTY, Role.CPE})
    # Calendar, logo, imports, timetables: the digital referent's daily work.
    TOOLS = frozenset({Role.PRINCIPAL, Role.DEPUTY, Role.DIGITAL_REFERENT})
    # Letters, codes and accounts.
    ACCOUNTS = frozenset({Role.PRINCIPAL, Role.DEPUTY, Role.SECRETARY, Role.DIGITAL_REFERENT})
    # Names and how to reach people: no result, and no reason of a restriction.
    DIRECTORY = frozenset({Role.PRINCIPAL, Role.DEPUTY, Role.CPE, Role.SECRETARY, Role.SCHOOL_LIFE})
    HEALTH = frozenset({Role.HEALTH_SOCIAL})

    def __contains__(self, role: str) -> bool:
        return role in self.value


def offices_of(reader: Reader, office: Office) -> Any:
    """The jobs of this reader, today, that hold ``office``: none outside the space of the team."""
    jobs: Any = reader.user.staff_links
    held = jobs.in_force(at=reader.at).holding(office)
    return held if reader.is_staff else held.none()


def holds(reader: Reader, office: Office, school: Any = None) -> bool:
    """Whether one of the reader's jobs holds ``office``, in ``school`` (row or key) if given."""
    held = offices_of(reader, office)
    return (held if school is None else held.filter(school=school)).exists()
