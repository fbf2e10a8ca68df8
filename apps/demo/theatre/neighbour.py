"""The collège next door, lived through the services too: marks and lessons of one class."""

from __future__ import annotations

import datetime as dt

from apps.demo.school_files import details, stories
from apps.demo.school_files.neighbour import build_neighbour
from apps.demo.theatre.accounts import open_accounts
from apps.demo.theatre.calendar import DaysOff
from apps.demo.theatre.notebook import CAPS
from apps.demo.theatre.notebook_school import write_the_rest
from apps.demo.theatre.plan import PlayedDays, plan_term
from apps.demo.theatre.play import gestures_of, perform, set_stage, taught_of
from apps.demo.theatre.school import complete, import_school
from apps.schools.models import School


def live_next_door(
    term: PlayedDays, breaks: list[DaysOff], *, seed: int, opening: dt.datetime, at: dt.datetime
) -> int:
    """Imported on the first day, played up to ``at`` by the ministry's own rule; its accounts."""
    import_school(build_neighbour(seed=seed, year=opening.year), at=opening)
    school = School.objects.get(uai=stories.NEIGHBOUR_UAI)
    complete(school, breaks, phone=details.NEIGHBOUR_PHONE, contacts=details.NEIGHBOUR_CONTACTS)
    accounts = open_accounts(school, at=opening)
    stage = set_stage(school, seed, term.today)
    planned = plan_term(seed, taught_of(stage), term)
    perform(gestures_of(stage, planned), at=at, say=_quietly)
    write_the_rest(stage, term, CAPS, at=at)
    return accounts


def _quietly(done: int, total: int) -> None:
    """The terminal tells of the first collège alone."""
