"""The demo collège, whole or not at all."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Max

from apps.demo.school_files import details, stories
from apps.demo.school_files.plan import SchoolPlan
from apps.demo.school_files.school import build_school
from apps.demo.theatre.accounts import open_accounts
from apps.demo.theatre.announcing import announce_to_families
from apps.demo.theatre.calendar import (
    again_at,
    breaks_of,
    instant,
    opening_of,
    school_days,
    school_year_of,
)
from apps.demo.theatre.days import leave_one_out, set_timetables
from apps.demo.theatre.decisions import decide_for_pupils, open_helps
from apps.demo.theatre.neighbour import live_next_door
from apps.demo.theatre.notebook import write_notebooks
from apps.demo.theatre.plan import Planned, PlayedDays, plan_term
from apps.demo.theatre.planting import Scene, plant_stories
from apps.demo.theatre.play import Gesture, PlayRows, gestures_of, perform, set_stage, taught_of
from apps.demo.theatre.reading import open_results
from apps.demo.theatre.relatives import let_a_grandmother_read
from apps.demo.theatre.school import complete, decide, demo_school, import_school
from apps.demo.theatre.team import MORNING, name_the_office, team_gestures
from apps.demo.theatre.timetable import PlayedLesson
from apps.homework.models import Homework
from apps.notices.models import Notice
from apps.results.models import Assessment, HandBack, ResultVersion
from apps.schools.models import School
from coeduc.days import EVENING, day_of

ZONE = ZoneInfo("Europe/Paris")
SECOND_EXPORT = (10, 17)  # the day after a pupil of 4eB leaves (schools/demo/planted.py)
MIDNIGHT = dt.time()
Say = Callable[[str], None]


@dataclass(slots=True)
class LoadSummary:
    """What was loaded, for the terminal; seconds by stage."""

    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def is_loaded() -> bool:
    return School.objects.filter(uai=stories.UAI).exists()


def at_of(today: dt.date) -> dt.datetime:
    """The evening of a day chosen by hand, when its lessons are over."""
    return instant(today, EVENING, ZONE)


def opening_at(at: dt.datetime) -> dt.datetime:
    """Where the demonstration opens when it is begun at ``at``: a school evening (``calendar``)."""
    return opening_of(at, ZONE, details.ZONE)


def evening_played(at: dt.datetime) -> dt.datetime | None:
    """Where the clock opens again, not later than ``at``: an evening when nothing of what was
    played, or done by a visitor since, lies ahead. None: no school is loaded.
    """
    school = School.objects.filter(uai=stories.UAI).first()
    if school is None:
        return None
    marks = ResultVersion.objects.filter(school=school).aggregate(last=Max("entered_at"))
    copies = HandBack.objects.filter(school=school).aggregate(last=Max("recorded_at"))
    notices = Notice.objects.filter(school=school).aggregate(last=Max("sent_at"))
    done = [found["last"] for found in (marks, copies, notices) if found["last"]]
    if not done:
        return at
    evening = again_at(max(done), ZONE, details.ZONE)
    return evening if evening <= at else min(max(done), at)


@transaction.atomic
def load_demo(*, pupils: int, seed: int, at: dt.datetime, say: Say) -> LoadSummary:
    """Import the school, then live its term up to ``at``. Nothing stays if anything fails."""
    summary, started = LoadSummary(), time.monotonic()
    today = day_of(at, ZONE)
    year = school_year_of(today)
    breaks = breaks_of(year, details.ZONE)
    plan = build_school(pupils=pupils, seed=seed, year=year)
    opening = instant(dt.date(year, 9, 1), MIDNIGHT, ZONE)
    import_school(plan, at=opening)
    school = demo_school()
    complete(school, breaks)
    summary.seconds["import"] = time.monotonic() - started
    say(f"Fichiers nationaux importés : {pupils} élèves, année {year}-{year + 1}.")
    accounts = open_accounts(school, at=opening)
    say(f"Comptes ouverts : {accounts}.")
    name_the_office(school, at=instant(dt.date(year, 9, 1), MORNING, ZONE))
    let_a_grandmother_read(school, at=instant(dt.date(year, 9, 8), EVENING, ZONE))
    accounts += 1
    helps = open_helps(school, at=opening)
    decide(school, year, at=at)
    _refresh_statistics()
    started = time.monotonic()
    term = PlayedDays(tuple(school_days(year, breaks)), today)
    stage = set_stage(school, seed, today, helps=helps)
    set_timetables(stage, at=opening)
    gestures = gestures_of(stage, _planned(stage, term, at))
    gestures += [*team_gestures(stage, term), *_second_export(plan, year)]
    perform(gestures, at=at, say=_progress(say))
    accounts += live_next_door(term, breaks, seed=seed, opening=opening, at=at)
    decide_for_pupils(school, seed=seed, at=at)
    open_results(at=at)
    summary.seconds["play"] = time.monotonic() - started
    started = time.monotonic()
    lessons = write_notebooks(stage, term, at=at)
    leave_one_out(stage, term, at=at)
    summary.seconds["notebook"] = time.monotonic() - started
    started = time.monotonic()
    _refresh_statistics()
    announced = announce_to_families(school, at=at)
    summary.seconds["notices"] = time.monotonic() - started
    summary.counts = _counts(school) | {
        "accounts": accounts,
        "notices": announced,
        "lessons": lessons,
    }
    return summary


def _planned(stage: PlayRows, term: PlayedDays, at: dt.datetime) -> list[Planned]:
    planned = plan_term(stage.seed, taught_of(stage), term)
    local = at.astimezone(ZONE)
    now = PlayedLesson(local.date(), local.time())
    return plant_stories(planned, Scene(stage.seed, term, now)) if planned else []


def _second_export(plan: SchoolPlan, year: int) -> list[Gesture]:
    """The school imports again after the pupil left: links end by date, nothing is deleted."""
    day = instant(dt.date(year, *SECOND_EXPORT), EVENING, ZONE)
    return [Gesture(day, 0, "import", lambda moment: import_again(plan, moment))]


def import_again(plan: SchoolPlan, moment: dt.datetime) -> None:
    import_school(plan, at=moment)


def _progress(say: Say) -> Callable[[int, int], None]:
    """A line at each quarter."""

    def progress(done: int, total: int) -> None:
        if done * 4 // total > (done - 1) * 4 // total:
            say(f"Trimestre joué : {done * 100 // total} %.")

    return progress


def _refresh_statistics() -> None:
    """In one transaction nobody else tells the planner how large the tables have grown.

    Ours alone: the catalogues shared by all databases would stay locked until the end.
    """
    tables = connection.introspection.django_table_names(only_existing=True)
    names = ", ".join(connection.ops.quote_name(table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")


def _counts(school: School) -> dict[str, int]:
    return {
        "assessments": Assessment.objects.filter(school=school).count(),
        "results": ResultVersion.objects.filter(school=school).count(),
        "hand_backs": HandBack.objects.filter(school=school).count(),
        "works": Homework.objects.filter(school=school).count(),
    }
