"""What the frame of every page says of the person: their capacities and their school."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from apps.home.time_machine import TimeMachine, time_machine
from apps.schools.models import Guardian, Guardianship, School, Staff, Student
from coeduc.access import Capacity, Reader
from coeduc.frame import Facts
from coeduc.http import Request


def layout_facts(request: HttpRequest) -> Facts:
    """One query: which capacities, and the school to call. Nothing for a visitor."""
    user: Any = getattr(request, "user", None)
    machine = _time_machine(request)
    if user is None or not user.is_authenticated:
        return Facts(time_machine=machine)
    facts = facts_of(request.reader, at=request.now)  # type: ignore[attr-defined]
    return replace(facts, time_machine=machine)


def _time_machine(request: HttpRequest) -> TimeMachine | None:
    """The demonstration's bar, in development only."""
    now = getattr(request, "now", None)
    if not settings.DEMO_CLOCK or now is None:
        return None
    return time_machine(at=now, username=request.user.get_username())


def facts_of(reader: Reader, *, at: Any) -> Facts:
    family = Guardianship.objects.known(reader.user, at=at)
    mine = {
        Capacity.FAMILY: Exists(family.filter(school=OuterRef("pk"))),
        Capacity.STUDENT: Exists(Student.objects.filter(user=reader.user, school=OuterRef("pk"))),
        Capacity.STAFF: Exists(Staff.objects.of(reader.user, at=at).filter(school=OuterRef("pk"))),
    }
    schools = list(
        School.objects.annotate(**{f"in_{key}": link for key, link in mine.items()})
        .filter(Q(in_family=True) | Q(in_student=True) | Q(in_staff=True))
        .order_by("pk")
    )
    capacities = [
        key for key in Capacity if any(getattr(school, f"in_{key}") for school in schools)
    ]
    here = [s for s in schools if reader.capacity and getattr(s, f"in_{reader.capacity}")]
    school = here[0] if here else None
    return Facts(
        school_name=school.name if school else "",
        phone=school.school_life_phone if school else "",
        hours=school.school_life_hours if school else "",
        capacities=capacities,
    )


def capacities_of(request: Request) -> list[Capacity]:
    return list(facts_of(request.reader, at=request.now).capacities)


def names_for_greeting(guardian: Guardian | None, reader: Reader) -> str:
    """«Madame Diallo»; the account's name where the files give no civility."""
    if guardian is None or not guardian.civility:
        return reader.user.get_full_name()
    title = {"MME": "Madame", "M": "Monsieur"}[guardian.civility]
    return f"{title} {guardian.display_last_name}"
