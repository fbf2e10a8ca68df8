"""Build the whole demo collège from a number of pupils and a seed."""

import random

from apps.demo.school_files.directory import Directory
from apps.demo.school_files.families import fill
from apps.demo.school_files.plan import SchoolPlan, division_codes
from apps.demo.school_files.planted import plant
from apps.demo.school_files.staffing import make_groups, make_staff

MIN_PUPILS = 12


def build_school(*, pupils: int = 520, seed: int = 1, year: int = 2026) -> SchoolPlan:
    """The same arguments always give the same collège. ValueError under `MIN_PUPILS` pupils."""
    if pupils < MIN_PUPILS:
        raise ValueError(f"at least {MIN_PUPILS} pupils")
    directory = Directory(random.Random(seed), year)
    divisions = division_codes(pupils)
    plant(directory, divisions, pupils)
    fill(directory, _slots(directory, divisions, pupils))
    plan = SchoolPlan(
        year=year,
        divisions=divisions,
        pupils=sorted(directory.pupils, key=lambda pupil: int(pupil.eleve_id)),
        adults=directory.adults,
        ties=directory.ties,
        addresses=directory.addresses,
    )
    make_groups(plan)
    make_staff(plan, directory)
    return plan


def _slots(directory: Directory, divisions: list[str], pupils: int) -> list[str]:
    """Free places, the emptiest class first; classes differ by a few pupils as in real life."""
    weight = {division: directory.rng.uniform(0.94, 1.06) for division in divisions}
    size = dict.fromkeys(divisions, 0)
    for pupil in directory.pupils:
        size[pupil.division] += 1
    slots = []
    for _ in range(pupils - len(directory.pupils)):
        division = min(divisions, key=lambda code: size[code] / weight[code])
        size[division] += 1
        slots.append(division)
    return slots
