"""Lessons that a file says are not held, or that are none: read right, or told with their hour."""

import datetime as dt

import pytest

from apps.homework.timetable.rules.unread import unread_in_words
from apps.homework.timetable.rules.weeks import lessons_of
from coeduc.days import DAY
from tests.homework.timetables import CALENDAR, FIRST, LAST, PARIS, event, ics

WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=3"
TUESDAYS = [dt.date(2026, 11, 17) + n * 7 * DAY for n in range(3)]
EIGHT, TWO = "20261117T080000", "20261117T140000"


def content_read(content, *, zone=PARIS):
    return lessons_of(content, zone=zone, first=FIRST, last=LAST)


def held(content, **more):
    found = [one for one in content_read(content, **more).lessons if not one.is_cancelled]
    return sorted((one.day, one.starts_at.hour) for one in found)


def unread(content):
    return plain(unread_in_words(content_read(content).unread))


def plain(lines):
    return [line.replace("\u00a0", " ") for line in lines]


def series(*more, start=EIGHT, end="20261117T085500", uid="u1"):
    return event(start, end, "4EB MATHS", f"UID:{uid}", *more)


def cancelling(content):
    return content.replace(b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:CANCEL")


def test_a_calendar_that_cancels_holds_none_of_its_lessons():
    assert held(cancelling(ics(series(WEEKLY)))) == []
    assert held(ics(series(WEEKLY))) == [(day, 8) for day in TUESDAYS]


def test_a_calendar_that_cancels_takes_back_the_series_and_not_another():
    both = ics(series(WEEKLY), series(start=TWO, end="20261117T145500", uid="u2"))

    assert held(both + cancelling(ics(series()))) == [(TUESDAYS[0], 14)]


def test_a_calendar_that_cancels_one_day_leaves_the_others():
    one_day = series(
        "RECURRENCE-ID:20261124T080000", start="20261124T080000", end="20261124T085500"
    )

    found = held(ics(series(WEEKLY)) + cancelling(ics(one_day)))

    assert found == [(TUESDAYS[0], 8), (TUESDAYS[2], 8)]


def test_the_calendar_after_one_that_cancels_is_held():
    assert held(cancelling(ics(series())) + ics(series(uid="u2"))) == [(TUESDAYS[0], 8)]


@pytest.mark.parametrize("status", ["CANCELLED", "cancelled", "CANCELED", " CANCELLED "])
def test_a_series_that_is_cancelled_has_no_lesson_however_it_is_spelled(status):
    assert held(ics(series(WEEKLY, f"STATUS:{status}"))) == []


@pytest.mark.parametrize(
    "summary",
    ["[ANNULÉ] 4EB MATHS", "4EB MATHS (annulé)", "Annulé - 4EB MATHS", "Canceled: 4EB MATHS",
     "Cours supprimé : 4EB MATHS", "ANNULE\u0301 4EB MATHS", "ANNULE 4EB MATHS",
     "4EB MATHS - Prof. absent"],
)  # fmt: skip
def test_a_lesson_said_to_be_cancelled_is_so_and_keeps_its_name(summary):
    (lesson,) = content_read(ics(event(EIGHT, "20261117T085500", summary))).lessons

    assert lesson.is_cancelled
    assert lesson.course.label == "4EB MATHS"


@pytest.mark.parametrize(
    "summary",
    ["Gestion des absences", "Annuler une réaction", "Théâtre : la scène supprimée d’Hamlet"],
)
def test_a_lesson_about_an_absence_is_held(summary):
    (lesson,) = content_read(ics(event(EIGHT, "20261117T085500", summary))).lessons

    assert not lesson.is_cancelled


@pytest.mark.parametrize("day", ["20261124", "20261124T080000", "20261124T070000Z"])
@pytest.mark.parametrize("value", ["", ";VALUE=DATE"])
def test_a_day_left_out_is_so_however_it_is_named(day, value):
    if value and "T" in day:
        day, value = day, ""

    assert held(ics(series(WEEKLY, f"EXDATE{value}:{day}"))) == [(TUESDAYS[0], 8), (TUESDAYS[2], 8)]


def test_of_two_lessons_of_one_day_only_the_one_left_out_is():
    twice = series(WEEKLY, "RDATE:20261124T140000", "EXDATE:20261124T140000")
    other = series(WEEKLY, "RDATE:20261124T140000", "EXDATE:20261124T080000")

    assert (TUESDAYS[1], 8) in held(ics(twice))
    assert (TUESDAYS[1], 14) not in held(ics(twice))
    assert (TUESDAYS[1], 14) in held(ics(other))
    assert (TUESDAYS[1], 8) not in held(ics(other))


def test_of_two_series_of_one_name_only_the_lesson_that_moved_leaves():
    """Programs that give both lessons of a day the same identifier."""
    morning, afternoon = series(WEEKLY), series(WEEKLY, start=TWO, end="20261117T145500")
    moved = series("RECURRENCE-ID:20261124T080000", start="20261125T100000", end="20261125T105500")

    found = held(ics(morning, afternoon, moved))

    assert (TUESDAYS[1], 14) in found
    assert (TUESDAYS[1] + DAY, 10) in found
    assert (TUESDAYS[1], 8) not in found


def test_a_lesson_left_out_at_the_hour_of_none_is_listed_where_two_could_be_meant():
    content = ics(series(WEEKLY, "RDATE:20261124T140000", "EXDATE:20261124T110000"))

    assert len(held(content)) == 4
    assert unread(content) == ["mardi 24 novembre 2026, 11 h : 4EB MATHS"]


def test_a_day_left_out_in_greenwich_in_winter_is_that_of_a_series_of_summer():
    rule = "RRULE:FREQ=WEEKLY;COUNT=12"
    twice = "RDATE:20261117T070000Z"  # 8:00 in winter, beside the lesson of 9:00
    start, end = "20260908T070000Z", "20260908T075500Z"

    found = held(ics(series(rule, twice, "EXDATE:20261117T070000Z", start=start, end=end)))

    assert (TUESDAYS[0], 9) not in found
    assert (TUESDAYS[0], 8) in found


@pytest.mark.parametrize(
    ("start", "end", "hour"),
    [
        ("20261117T233000", "20261118T002500", "23 h 30"),
        ("20261117T080000", "20261117T080000", "8 h"),
        ("20261117T080000", "20261117T180000", "8 h"),
        ("20261117T080000", "20261119T180000", "8 h"),
    ],
)
def test_what_can_be_no_lesson_of_a_day_is_listed_with_its_hour(start, end, hour):
    content = ics(series(start=start, end=end))

    assert held(content) == []
    assert unread(content) == [f"mardi 17 novembre 2026, {hour} : 4EB MATHS"]


@pytest.mark.parametrize("length", ["PT55M", "PT0H55M0S", "P0DT55M", "PT3300S"])
def test_a_length_is_as_good_as_an_end(length):
    start = f"DTSTART:{EIGHT}\nDURATION:{length}\nSUMMARY:4EB MATHS"

    (lesson,) = content_read(ics(start)).lessons

    assert (lesson.starts_at, lesson.ends_at) == (dt.time(8), dt.time(8, 55))


@pytest.mark.parametrize(
    "length", ["", "DURATION:PT0S", "DURATION:-PT55M", "DURATION:P2D", "DURATION:55"]
)
def test_without_an_end_the_lesson_is_listed(length):
    content = ics(f"DTSTART:{EIGHT}\nSUMMARY:4EB MATHS\n{length}")

    assert held(content) == []
    assert unread(content) == ["mardi 17 novembre 2026, 8 h : 4EB MATHS"]


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        (":20261201T080000Z", "mardi 1er décembre 2026, 9 h"),
        (":20261130T233000Z", "mardi 1er décembre 2026, 0 h 30"),
        (":20260907T063000Z", "lundi 7 septembre 2026, 8 h 30"),
        (";TZID=Europe/London:20261201T080000", "mardi 1er décembre 2026, 9 h"),
        (";TZID=tzone://Microsoft/Utc:20261201T080000", "mardi 1er décembre 2026, 9 h"),
        (";TZID=Romance Standard Time:20261201T080000", "mardi 1er décembre 2026, 8 h"),
        (":20261201T080000", "mardi 1er décembre 2026, 8 h"),
        (";TZID=Europe/London:20261201T080000Z", "mardi 1er décembre 2026, 8 h"),
    ],
)
def test_what_is_listed_is_told_on_the_clock_of_the_school(start, shown):
    """Where the clock is not understood, in the figures of the file."""
    content = ics(f"DTSTART{start}\nSUMMARY:4EB MATHS")

    assert unread(content) == [f"{shown} : 4EB MATHS"]


def test_a_day_of_a_series_that_is_not_understood_is_told_on_the_clock_of_the_school():
    content = ics("UID:u1\nSUMMARY:4EB MATHS\nRECURRENCE-ID:20261130T233000Z\nDTEND:demain")

    assert unread(content) == ["mardi 1er décembre 2026, 0 h 30 : 4EB MATHS"]


def test_each_lesson_follows_the_clock_it_names():
    content = ics(
        "DTSTART;TZID=Europe/London:20261117T070000\nDTEND;TZID=Europe/Paris:20261117T085500",
        "DTSTART;TZID=Europe/Paris:20261118T080000\nDTEND:20261118T075500Z",
        "DTSTART:20261119T080000\nDTEND:20261119T085500",
    )

    assert [hour for _day, hour in held(content)] == [8, 8, 8]


def test_a_series_in_another_city_follows_its_clock_through_the_year():
    start = "DTSTART;TZID=Indian/Reunion:20261013T100000\nDTEND;TZID=Indian/Reunion:20261013T105500"

    found = held(ics(f"{start}\nRRULE:FREQ=WEEKLY;COUNT=6\nSUMMARY:4EB MATHS"))

    assert [hour for _day, hour in found] == [8, 8, 7, 7, 7, 7]


def test_an_event_that_begins_twice_is_listed():
    content = ics(f"DTSTART:{EIGHT}\nDTSTART:{TWO}\nDTEND:20261117T145500\nSUMMARY:4EB MATHS")

    assert held(content) == []
    assert len(unread(content)) == 1


@pytest.mark.parametrize(
    "line",
    ["EXDATE:20261124T080000, 20261201T080000", "EXDATE: 20261124T080000,20261201T080000  ",
     "EXDATE:20261124T080000,20261201T080000\nRDATE:", "EXDATE;TZID=Europe/Paris:20261124T080000"
     "\nEXDATE;TZID=Europe/London:20261201T070000"],
)  # fmt: skip
def test_blanks_around_days_left_out_say_nothing(line):
    assert held(ics(series("RRULE: FREQ=WEEKLY;COUNT=3 ", line))) == [(TUESDAYS[0], 8)]


def test_a_day_cancelled_without_its_hours_is_not_held():
    one_day = "UID:u1\nSUMMARY:4EB MATHS\nSTATUS:CANCELLED\nRECURRENCE-ID:20261124T080000"
    content = ics(series(WEEKLY), one_day)

    assert held(content) == [(TUESDAYS[0], 8), (TUESDAYS[2], 8)]
    assert unread(content) == []


def test_a_lesson_sent_again_in_another_state_is_held_once():
    moved = series("SEQUENCE:2", start="20261118T080000", end="20261118T085500")

    assert held(ics(moved, series("SEQUENCE:1"))) == [(TUESDAYS[0] + DAY, 8)]


def test_whole_days_are_told_apart():
    whole = content_read(ics("DTSTART;VALUE=DATE:20261117\nSUMMARY:Sortie au Louvre")).whole_days

    assert plain(unread_in_words(whole)) == ["mardi 17 novembre 2026 : Sortie au Louvre"]
    assert CALENDAR.is_open(whole[0].day)
