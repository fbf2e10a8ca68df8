"""The collège next door, small, for a family whose children are in two schools."""

from __future__ import annotations

import random

from apps.demo.school_files import stories
from apps.demo.school_files.curriculum import COURSES, ENGLISH, FRENCH, MATHS
from apps.demo.school_files.directory import Directory
from apps.demo.school_files.families import fill
from apps.demo.school_files.plan import Member, PlannedService, SchoolPlan

DIVISION = "3eA"
CLASSMATES = 5
FIRST_ADULT = 5001
HISTORY = "042100"
TEACHERS = (
    (FRENCH, "MME", "ESPINASSE", "Muriel"),
    (MATHS, "M", "CAZENAVE", "Didier"),
    (ENGLISH, "MME", "WAGNER", "Judith"),
    (HISTORY, "M", "LOUBET", "Martial"),
)
PRINCIPAL = ("dir", "71010")


def build_neighbour(*, seed: int, year: int) -> SchoolPlan:
    """One class, its four teachers and a head; Tiago Pinto, whose sister Sara is in 4eB."""
    directory = Directory(random.Random(seed + 1), year, first_adult=FIRST_ADULT)
    tiago = directory.pupil(
        stories.TIAGO, DIVISION, girl=False, family_name="PINTO", first_name="Tiago"
    )
    mother = directory.adult(
        woman=True,
        family_name="LOPES",
        first_name="Rosa",
        address_id=directory.address(),
        personne_id=stories.MRS_PINTO,
        email=True,
    )
    directory.tie(tiago, mother, "10", pays_fees=True, first_contact=True)
    fill(directory, [DIVISION] * CLASSMATES)
    for pupil in directory.pupils:
        pupil.language, pupil.latin = "", False
    plan = SchoolPlan(
        year=year,
        divisions=[DIVISION],
        pupils=directory.pupils,
        adults=directory.adults,
        ties=directory.ties,
        addresses=directory.addresses,
        uai=stories.NEIGHBOUR_UAI,
        name="Louise-Modèle",
        town="Essai-sur-Marge",
    )
    plan.staff.append(Member(PRINCIPAL, "MME", "DELORME", "Anita", "DIR"))
    hours = {course.code: course.weekly(DIVISION[:2]) for course in COURSES}
    for number, (subject, civility, last_name, first_name) in enumerate(TEACHERS, start=1):
        teacher = Member(("epp", f"7110{number}"), civility, last_name, first_name, "ENS", subject)
        plan.staff.append(teacher)
        plan.services.append(PlannedService(DIVISION, subject, hours[subject], [teacher.key]))
    plan.leads[DIVISION] = plan.staff[1].key
    return plan
