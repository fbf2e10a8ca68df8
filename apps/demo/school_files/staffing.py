"""Who teaches what in the demo collège: about forty teachers, none above a legal full week.

A teacher owes 18 hours a week (20 in physical education) and may be asked for two more.
"""

import math

from apps.demo.school_files import names, stories
from apps.demo.school_files.curriculum import COURSES, FRENCH, GROUP_COURSES, LATIN, MATHS
from apps.demo.school_files.directory import Directory
from apps.demo.school_files.plan import (
    LEVELS,
    Member,
    PlannedGroup,
    PlannedService,
    SchoolPlan,
    StaffKey,
)

GROUP_SIZE = 26
# Two classes of one level where there are two: what was written for one is proposed for the other.
FIXED_TEACHERS = {
    MATHS: (
        (stories.TEACHER_ROUX, "MME", "ROUX", "Claire", (stories.DIVISION_OF_INES, "4eA")),
        (stories.TEACHER_OTHER_CLASS, "M", "BENSAÏD", "Tarik", (stories.DIVISION_OF_MALIK, "6eB")),
    ),
    FRENCH: ((stories.LEAD_TEACHER_4EB, "MME", "AUBRY", "Hélène", (stories.DIVISION_OF_INES,)),),
}
OTHERS = (
    (stories.PRINCIPAL, "MME", "NAVARRE", "Bénédicte", "DIR"),
    (stories.DEPUTY, "M", "TOURÉ", "Sékou", "ADJ"),
    (stories.CPE, "MME", "VASSEUR", "Audrey", "EDU"),
    (stories.CPE_SECOND, "M", "TEIXEIRA", "Rui", "EDU"),
    (stories.DIGITAL_REFERENT, "MME", "LACROIX", "Géraldine", "DOC"),
    (("epp", "70015"), "M", "NACERI", "Samir", "ENS"),  # coordinates ULIS
    (("epp", "70016"), "MME", "KOWALSKI", "Katarzyna", "ENS"),  # UPE2A
    (stories.SCHOOL_LIFE, "M", "CISSÉ", "Daouda", "AED"),
    (("local", "32"), "MME", "BRUNEL", "Fanny", "AED"),
    (("local", "33"), "M", "YILDIZ", "Cem", "AED"),
    (("local", "34"), "MME", "RAJAN", "Kavitha", "AED"),
)
ON_LEAVE: StaffKey = ("epp", "70091")


def make_groups(plan: SchoolPlan) -> None:
    """Second languages from 5e, latin for a few, across the classes of a level."""
    for level in LEVELS[1:]:
        for subject, (tag, label, _short, hours) in GROUP_COURSES.items():
            chosen = [
                pupil
                for pupil in plan.pupils
                if pupil.level == level
                and pupil.left_on is None
                and (pupil.latin if subject == LATIN else pupil.language == subject)
            ]
            count = math.ceil(len(chosen) / (GROUP_SIZE + 4))
            for number in range(count):
                members = chosen[number::count]
                code = f"{level[0]}{tag}{number + 1}"
                for pupil in members:
                    pupil.groups.append(code)
                divisions = sorted({pupil.division for pupil in members})
                plan.groups.append(
                    PlannedGroup(
                        code, f"{level} {label} {number + 1}", level, subject, hours, divisions
                    )
                )


def make_staff(plan: SchoolPlan, directory: Directory) -> None:
    """Create the staff, share the services among them, name one lead teacher a division."""
    for key, civility, last_name, first_name, function in OTHERS:
        plan.staff.append(Member(key, civility, last_name, first_name, function))
    for course in COURSES:
        services = [
            PlannedService(division, course.code, course.weekly(division[:2]), [])
            for division in plan.divisions
            if course.weekly(division[:2])
        ]
        _share(plan, directory, course.code, services, course.service)
    for subject in GROUP_COURSES:
        services = [
            PlannedService(group.code, subject, group.hours, [])
            for group in plan.groups
            if group.subject == subject
        ]
        _share(plan, directory, subject, services, 18.0)
    _name_leads(plan)
    _replace_one(plan)


def _share(
    plan: SchoolPlan,
    directory: Directory,
    subject: str,
    services: list[PlannedService],
    duty: float,
) -> None:
    """The longest services first, each to the least busy teacher."""
    if not services:
        return
    fixed = FIXED_TEACHERS.get(subject, ())
    teachers = [
        Member(key, civility, last, first, "ENS", subject)
        for key, civility, last, first, _ in fixed
    ]
    total = sum(service.hours for service in services)
    while len(teachers) < max(len(fixed), math.ceil(total / duty)):
        teachers.append(_draw(plan, directory, subject, teachers))
    pinned = {
        division: teacher
        for (*_, divisions), teacher in zip(fixed, teachers, strict=False)
        for division in divisions
    }
    for service in services:
        if teacher := pinned.get(service.structure):
            _give(service, teacher)
    for service in sorted(services, key=lambda service: -service.hours):
        if not service.teachers:
            _give(service, min(teachers, key=lambda teacher: teacher.hours))
    plan.staff += teachers
    plan.services += services


def _give(service: PlannedService, teacher: Member) -> None:
    service.teachers.append(teacher.key)
    teacher.hours += service.hours


def _draw(plan: SchoolPlan, directory: Directory, subject: str, colleagues: list[Member]) -> Member:
    """A teacher with a surname of their own among the staff."""
    rng = directory.rng
    taken = {m.last_name for m in plan.staff + colleagues} | {"ROUX", "BENSAÏD", "AUBRY"}
    woman = rng.random() < 0.6
    rank = len(colleagues)
    number = 70100 + len(plan.staff) + rank
    while True:
        pool = rng.choices((names.FRENCH, directory.pool()), (70, 30))[0]
        last_name = rng.choice(pool.surnames)
        if last_name not in taken:
            break
    first_name = rng.choice(pool.women if woman else pool.men)
    key = ("local", str(number - 70000)) if subject == "081300" and rank else ("epp", str(number))
    return Member(key, "MME" if woman else "M", last_name, first_name, "ENS", subject)


def _name_leads(plan: SchoolPlan) -> None:
    """One lead teacher a division, nobody twice while there are enough teachers (matching)."""
    candidates: dict[str, list[StaffKey]] = {division: [] for division in plan.divisions}
    for service in sorted(plan.services, key=lambda service: -service.hours):
        if service.structure in candidates:
            candidates[service.structure].append(service.teachers[0])
    candidates[stories.DIVISION_OF_INES] = [stories.LEAD_TEACHER_4EB]
    held: dict[StaffKey, str] = {}

    def place(division: str, seen: set[StaffKey]) -> bool:
        for key in candidates[division]:
            if key in seen:
                continue
            seen.add(key)
            if key not in held or place(held[key], seen):
                held[key] = division
                return True
        return False

    for division in plan.divisions:
        if not place(division, set()):
            plan.leads[division] = candidates[division][0]
    plan.leads |= {division: key for key, division in held.items()}


def _replace_one(plan: SchoolPlan) -> None:
    """One teacher is on long leave: still named in a service of 6eA, beside the substitute."""
    plan.staff.append(Member(stories.SUBSTITUTE, "M", "MARÉCHAL", "Arnaud", "ENS"))
    plan.staff.append(Member(ON_LEAVE, "MME", "BESSIÈRES", "Agnès", ""))
    arts = next(
        service
        for service in plan.services
        if service.subject == "090100" and service.structure == stories.DIVISION_OF_MALIK
    )
    arts.teachers += [stories.SUBSTITUTE, ON_LEAVE]
