"""The demo collège from its national files, then what those files do not say."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable
from pathlib import Path

from apps.demo.school_files import details, stories
from apps.demo.school_files.national import write_files
from apps.demo.school_files.plan import SchoolPlan
from apps.demo.theatre.calendar import DaysOff, instant
from apps.publication.enums import DecisionBody
from apps.publication.opening import OpeningHours
from apps.publication.rules import COPY_FIRST
from apps.publication.services import adopt_rule, set_opening
from apps.schools.days import is_weekend, monday_of
from apps.schools.enums import ClosureSource, Role, WeekLabel
from apps.schools.imports.services.importing import ImportReport, import_files
from apps.schools.models import Closure, School, SchoolContact, SchoolYear, Staff, Term
from apps.schools.settings.services.calendar import propose_weeks
from coeduc.days import EVENING, WEEK

DECIDED_ON = (9, 3)
NEXT_DECISION = dt.timedelta(minutes=10)
WHY_COPY_FIRST = (
    "Un élève comprend mieux sa note quand il a sa copie sous les yeux, avec son professeur. "
    "Il peut ensuite en parler lui-même à la maison. Les parents lisent le résultat le lendemain, "
    "à une heure où tout le monde est disponible."
)
WHY_QUIET = (
    "Le soir et le week-end sont faits pour se reposer. "
    "Rien ne paraît la nuit ni le week-end, ni pour les élèves, ni pour les parents."
)


def import_school(plan: SchoolPlan, *, at: dt.datetime) -> ImportReport:
    """Write the national files where nobody looks, and import them as any school would."""
    with tempfile.TemporaryDirectory(prefix="coeduc-") as folder:
        return import_files(write_files(plan, Path(folder)), create=True, at=at)


def complete(
    school: School,
    breaks: list[DaysOff],
    *,
    phone: str = details.SCHOOL_LIFE_PHONE,
    contacts: Iterable[dict[str, str]] = details.CONTACTS,
) -> None:
    """Zone, telephone, terms, closures, weeks: the office sets them once a year."""
    school.zone = details.ZONE
    school.school_life_phone = phone
    school.school_life_hours = details.SCHOOL_LIFE_HOURS
    school.save(update_fields=["zone", "school_life_phone", "school_life_hours"])
    year = SchoolYear.objects.get(school=school)
    Term.objects.bulk_create(
        Term(
            school=school,
            year=year,
            index=term.index,
            starts_on=term.starts_on,
            ends_on=term.ends_on,
        )
        for term in details.terms(year.start_year)
    )
    Closure.objects.bulk_create(
        Closure(
            school=school,
            label=found.label,
            starts_on=found.starts_on,
            ends_on=found.ends_on,
            source=(
                ClosureSource.PUBLIC if found.starts_on == found.ends_on else ClosureSource.HOLIDAYS
            ),
        )
        for found in breaks
    )
    SchoolContact.objects.bulk_create(
        SchoolContact(school=school, position=position, **contact)
        for position, contact in enumerate(contacts, start=1)
    )
    propose_weeks(school, year, first=WeekLabel.A)


def decision_day(year: int) -> dt.date:
    """3 September, or the Monday that follows when it falls on a week-end."""
    day = dt.date(year, *DECIDED_ON)
    return monday_of(day) + WEEK if is_weekend(day) else day


def decide(school: School, year: int, *, at: dt.datetime) -> bool:
    """The conseil pédagogique adopts «la copie d’abord»; False when its day has not come."""
    day = decision_day(year)
    decided_at = instant(day, EVENING, school.time_zone)
    if decided_at + NEXT_DECISION > at:
        return False
    principal = Staff.objects.get(school=school, posts__role=Role.PRINCIPAL)
    common = {
        "by": principal.user,
        "at": decided_at,
        "body": DecisionBody.PEDAGOGIC_COUNCIL,
        "decided_on": day,
    }
    hours = OpeningHours(
        school.time_zone, quiet_from=details.QUIET_FROM, quiet_until=details.QUIET_UNTIL
    )
    set_opening(school, hours, reason=WHY_QUIET, **common)
    # Two decisions of one evening, one after the other: no two begin at the same instant.
    common["at"] += NEXT_DECISION
    adopt_rule(school, COPY_FIRST, reason=WHY_COPY_FIRST, **common)
    return True


def demo_school() -> School:
    return School.objects.get(uai=stories.UAI)
