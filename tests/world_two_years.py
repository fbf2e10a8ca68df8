"""One school in the autumn of its second year on the portal: what was of last year is over.

The file of September ended the links of June, as the imports do. Every title of last year begins
with «Autrefois»: a page of this year that shows one has counted last year's. One class bears the
same code in both years.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from apps.accounts.models import User
from apps.homework.hand_ins.services import hand_in
from apps.homework.models import HomeworkVersion
from apps.homework.notebook.services.writing import GivenWork, Page, write_lesson
from apps.publication.rules import Rule, Shows
from apps.results.assessments.services import assessments
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import HelpAnswer, Result, TalkRequest
from apps.schools.enums import Role, Scope
from apps.support.enums import Answer
from coeduc.access import Capacity, Reader
from tests.factories.files import StoredFileFactory
from tests.factories.invitations import give
from tests.factories.publication import OpeningVersionFactory, RuleVersionFactory
from tests.factories.results import enter
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GroupFactory,
    GroupMembershipFactory,
    GuardianFactory,
    GuardianshipFactory,
    LeadTeacherFactory,
    SchoolFactory,
    SchoolYearFactory,
    StaffFactory,
    StudentFactory,
    SubjectFactory,
    TeachingFactory,
    TeachingStaffFactory,
    TermFactory,
    since,
)
from tests.factories.support import HelpDeviceFactory
from tests.snapshot import remembered


def _at(*day: int, hour: int = 8) -> dt.datetime:
    return dt.datetime(*day, hour, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]


BEFORE = "Autrefois"
LAST_RENTREE, RENTREE = _at(2025, 9, 1, hour=6), _at(2026, 9, 1, hour=6)
# The links of June, ended by the file of September; who had left by then; a link of the spring.
ENDED = _at(2026, 8, 31, hour=22)
LEFT = _at(2026, 7, 4, hour=22)
SPRING = _at(2026, 3, 2)
NOVEMBER_BEFORE = _at(2025, 11, 18)  # a Tuesday, 9:00 in Paris
JUNE = _at(2026, 6, 16)  # a Tuesday, 10:00 in Paris
SUMMER = _at(2026, 7, 20, hour=12)
# A Tuesday noon of the new year, and a lesson of its morning.
NOW = _at(2026, 11, 24, hour=11)
NOVEMBER = _at(2026, 11, 17)
LAST_YEAR, THIS_YEAR = since(LAST_RENTREE, ENDED), since(RENTREE)


@dataclass
class TwoYears:
    """People and accounts by name; the rows of last year in ``old``, those of this year in ``new``.

    Pupils: ``ines`` moved up from 5eB to 4eB, ``leo`` left in June, ``zoe`` arrived in September,
    ``malik`` is in the 5eB of this year. Team: ``roux`` taught 5eB and teaches 4eB, ``petit`` left,
    ``nguyen`` arrived, ``kone`` taught and is CPE now, ``costa`` was CPE and teaches now.
    """

    school: Any = None
    pupils: dict[str, Any] = field(default_factory=dict)
    staff: dict[str, Any] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    old: SimpleNamespace = field(default_factory=SimpleNamespace)
    new: SimpleNamespace = field(default_factory=SimpleNamespace)

    def reader(self, name: str, capacity: Capacity, at: dt.datetime = NOW) -> Reader:
        return Reader(self.people[name], capacity, at)


@remembered
def build_two_years() -> TwoYears:
    world = TwoYears(school=SchoolFactory(name="Collège Simone-Exemple"))
    rule = Rule(shows=Shows(class_average=True, extremes=True, running_average=True))
    RuleVersionFactory(school=world.school, rule=rule, during=since(LAST_RENTREE))
    OpeningVersionFactory(school=world.school, during=since(LAST_RENTREE))
    _years(world)
    _team(world)
    _pupils(world)
    _families(world)
    _last_year(world)
    _this_year(world)
    return world


def _years(world: TwoYears) -> None:
    school, old, new = world.school, world.old, world.new
    old.year = SchoolYearFactory(
        school=school,
        start_year=2025,
        starts_on=dt.date(2025, 9, 1),
        ends_on=dt.date(2026, 7, 4),
    )
    new.year = SchoolYearFactory(school=school)
    for part, autumn in ((old, 2025), (new, 2026)):
        days = (
            (dt.date(autumn, 9, 1), dt.date(autumn, 12, 5)),
            (dt.date(autumn, 12, 6), dt.date(autumn + 1, 3, 12)),
            (dt.date(autumn + 1, 3, 13), part.year.ends_on),
        )
        for index, (first, last) in enumerate(days, start=1):
            TermFactory(year=part.year, index=index, starts_on=first, ends_on=last)
    maths, latin = SubjectFactory(school=school), SubjectFactory(school=school, label="Latin")
    for part, code, group in ((old, "5eB", "5LAT"), (new, "4eB", "4LAT")):
        part.division = DivisionFactory(school=school, year=part.year, code=code)
        part.maths = TeachingFactory(
            school=school, year=part.year, subject=maths, division=part.division
        )
        part.group = GroupFactory(school=school, year=part.year, code=group)
        part.latin = TeachingFactory(
            school=school, year=part.year, subject=latin, division=None, group=part.group
        )
    new.namesake = DivisionFactory(school=school, year=new.year, code="5eB")
    new.namesake_maths = TeachingFactory(
        school=school, year=new.year, subject=maths, division=new.namesake
    )


def _team(world: TwoYears) -> None:
    school, old, new = world.school, world.old, world.new

    def staff(name: str, role: str = Role.TEACHER, during: Any = None) -> Any:
        person = StaffFactory(
            school=school,
            last_name=name.upper(),
            role=role,
            during=during or since(LAST_RENTREE),
            user__email=f"{name}@example.org",
        )
        world.staff[name], world.people[name] = person, person.user
        return person

    roux, petit = staff("roux"), staff("petit", during=since(LAST_RENTREE, LEFT))
    nguyen = staff("nguyen", during=THIS_YEAR)
    kone, costa = staff("kone", Role.CPE), staff("costa")
    staff("principal", Role.PRINCIPAL)
    staff("secretary", Role.SECRETARY)
    for teaching, person, during in (
        (old.maths, roux, LAST_YEAR),
        (old.latin, petit, since(LAST_RENTREE, LEFT)),
        (old.maths, kone, LAST_YEAR),
        (new.maths, roux, THIS_YEAR),
        (new.latin, nguyen, THIS_YEAR),
        (new.namesake_maths, costa, THIS_YEAR),
    ):
        TeachingStaffFactory(teaching=teaching, staff=person, during=during)
    LeadTeacherFactory(division=old.division, staff=petit, during=since(LAST_RENTREE, LEFT))
    LeadTeacherFactory(division=new.division, staff=nguyen, during=THIS_YEAR)


def _pupils(world: TwoYears) -> None:
    old, new = world.old, world.new

    def pupil(name: str, *stays: Any) -> Any:
        student = StudentFactory(
            school=world.school, first_name=name.capitalize(), with_account=True
        )
        for division, during in stays:
            EnrolmentFactory(division=division, student=student, during=during)
        world.pupils[name], world.people[name] = student, student.user
        return student

    moved_up = ((old.division, LAST_YEAR), (new.division, THIS_YEAR))
    ines = pupil("ines", *moved_up)
    leo = pupil("leo", (old.division, since(LAST_RENTREE, LEFT)))
    pupil("zoe", (new.division, THIS_YEAR))
    pupil("malik", (new.namesake, THIS_YEAR))
    for n in range(4):
        pupil(f"camarade{n}", *moved_up)
    for student in (ines, leo):
        GroupMembershipFactory(group=old.group, student=student, during=LAST_YEAR)
    GroupMembershipFactory(group=new.group, student=ines, during=THIS_YEAR)


def _families(world: TwoYears) -> None:
    def guardian(name: str, child: str, during: Any) -> None:
        person = GuardianFactory(school=world.school, last_name=name.upper())
        GuardianshipFactory(
            student=world.pupils[child], guardian=person, scope=Scope.FULL, during=during
        )
        world.people[name] = person.user

    guardian("mother", "ines", since(LAST_RENTREE))
    # Answered for her until the spring of last year.
    guardian("former", "ines", since(LAST_RENTREE, SPRING))
    # Answers for her since September only.
    guardian("tutor", "ines", THIS_YEAR)
    guardian("mother_of_leo", "leo", since(LAST_RENTREE))
    guardian("mother_of_zoe", "zoe", THIS_YEAR)
    guardian("mother_of_malik", "malik", THIS_YEAR)


def _assessed(
    world: TwoYears, part: Any, title: str, at: dt.datetime, marks: dict[str, str], **more: Any
) -> Any:
    author = world.staff["roux"]
    assessment = assessments.create_assessment(
        part.maths,
        author=author,
        at=at - dt.timedelta(days=5),
        title=title,
        held_on=(at - dt.timedelta(days=5)).date(),
        progress="Refaire l’exercice 3.",
        **more,
    )
    typed = {world.pupils[name]: mark for name, mark in marks.items()}
    enter(assessment, typed, by=author.user, at=at - dt.timedelta(days=1))
    return assessment


def _last_year(world: TwoYears) -> None:
    """Read results, one still unread, copies never returned, a copy missed, what was asked."""
    old, roux = world.old, world.staff["roux"]
    old.device = HelpDeviceFactory(school=world.school, name=f"{BEFORE}, aide aux leçons")
    everybody = {"ines": "8", "leo": "19", **{f"camarade{n}": "12" for n in range(4)}}
    old.read = _assessed(world, old, f"{BEFORE}, fractions", NOVEMBER_BEFORE, everybody)
    hand_backs_services.hand_back(old.read, by=roux.user, at=NOVEMBER_BEFORE)
    old.june = _assessed(world, old, f"{BEFORE}, aires", JUNE, everybody, device=old.device)
    old.missed = Result.objects.get(assessment=old.june, student=world.pupils["camarade0"])
    hand_backs_services.hand_back(old.june, by=roux.user, at=JUNE, later=[old.missed.pk])
    old.never_back = _assessed(world, old, f"{BEFORE}, volumes", JUNE, everybody)
    for name, taught, by, works in (
        ("lesson", old.maths, roux, (f"{BEFORE}, exercice 4",)),
        ("latin_lesson", old.latin, world.staff["petit"], (f"{BEFORE}, version",)),
    ):
        lesson = write_lesson(
            taught,
            Page(
                text=f"{BEFORE}, une leçon.",
                question="",
                works=tuple(
                    GivenWork(text=text, due_on=dt.date(2026, 6, 18), minutes=30, asks_file=True)
                    for text in works
                ),
            ),
            day=JUNE.date(),
            by=by.user,
            at=JUNE,
        )
        setattr(old, name, lesson)
    state = HomeworkVersion.objects.get(homework__lesson=old.lesson)
    for name in ("ines", "leo"):
        file = StoredFileFactory(school=world.school, by=world.people[name])
        hand_in(state, world.pupils[name], [file], at=JUNE + dt.timedelta(days=1))
    june = Result.objects.get(assessment=old.june, student=world.pupils["ines"])
    old.request = TalkRequest.objects.create(
        school=world.school,
        student=world.pupils["ines"],
        result=june,
        at=JUNE + dt.timedelta(hours=1),
        guards_until=JUNE + dt.timedelta(days=2),
        words=f"{BEFORE}, j’aimerais en parler.",
    )
    old.answer = HelpAnswer.objects.create(
        school=world.school,
        result=june,
        guardian=world.people["mother"].guardians.get(),
        device=old.device,
        answer=Answer.TALK,
        at=JUNE + dt.timedelta(days=3),
    )
    new_guardian = GuardianFactory(school=world.school, user=None)
    GuardianshipFactory(
        student=world.pupils["leo"], guardian=new_guardian, during=since(LAST_RENTREE)
    )
    old.code, old.code_text = give(new_guardian, at=NOVEMBER_BEFORE, by=world.people["principal"])


def _this_year(world: TwoYears) -> None:
    new, roux = world.new, world.staff["roux"]
    marks = {"ines": "14", "zoe": "11", **{f"camarade{n}": "12" for n in range(4)}}
    new.read = _assessed(world, new, "Fonctions", NOVEMBER, marks)
    hand_backs_services.hand_back(new.read, by=roux.user, at=NOVEMBER)
    new.late = _assessed(world, new, "Équations", _at(2026, 10, 6), marks)
    new.lesson = write_lesson(
        new.maths,
        Page(
            text="Une leçon de cette année.",
            question="",
            works=(GivenWork(text="Exercice 9", due_on=dt.date(2026, 11, 26), minutes=20),),
        ),
        day=dt.date(2026, 11, 24),
        by=roux.user,
        at=NOW - dt.timedelta(hours=1),
    )
