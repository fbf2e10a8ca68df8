"""What an iCalendar file says of an ordinary week: files of schools, then hostile ones."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.homework.timetable.rules import calendar_file
from apps.homework.timetable.rules.calendar_file import MOST_BYTES, TimetableError
from apps.homework.timetable.rules.unread import odd_in_words
from apps.homework.timetable.rules.weeks import LearntSlot, Odd, learn, lessons_of, tidy
from tests.homework.timetables import (
    CALENDAR,
    FIRST,
    LAST,
    PARIS,
    dated,
    event,
    ics,
    sample,
)

TODAY = dt.date(2026, 11, 17)
MONDAY, TUESDAY, THURSDAY = 0, 1, 3


def at(hour, minute=0):
    return dt.time(hour, minute)


def lessons(content):
    return content_read(content).lessons


def content_read(content, *, zone=PARIS):
    return lessons_of(content, zone=zone, first=FIRST, last=LAST)


def week(content, *, on=TODAY):
    """The slots of each course, by the words of the file."""
    learnt = learn(lessons(content), on=on, calendar=CALENDAR)
    return {course.label: slots for course, slots in learnt.slots.items()}


def test_pronote_one_event_a_lesson_in_utc_is_read_at_the_school_s_time():
    found = week(sample("pronote.ics"))

    assert found == {
        "MATHEMATIQUES - ROUX C. - <4EB>": (LearntSlot(TUESDAY, "", at(8), at(8, 55)),),
        "MATHEMATIQUES - ROUX C. - <4EC>": (LearntSlot(THURSDAY, "B", at(10), at(10, 55)),),
        "VIE DE CLASSE - ROUX C. - <4EB>": (LearntSlot(4, "", at(14), at(14, 55)),),
    }


def test_pronote_says_the_subject_the_class_and_the_teacher_apart():
    course = next(one.course for one in lessons(sample("pronote.ics")))

    assert (course.subject, course.classes, course.teacher) == ("MATHEMATIQUES", "<4EB>", "ROUX C.")


def test_weekly_rules_follow_the_fortnight_and_what_was_moved_is_no_habit():
    found = week(sample("weekly.ics"))

    assert found == {
        "4e B": (
            LearntSlot(TUESDAY, "", at(8), at(8, 55)),
            LearntSlot(THURSDAY, "", at(8), at(8, 55)),
        ),
        "Maths 4ème C": (LearntSlot(MONDAY, "B", at(10), at(10, 55)),),
    }


def test_a_moved_lesson_leaves_its_day_and_days_left_out_are_not_lessons():
    days = {one.day for one in lessons(sample("weekly.ics")) if one.course.label == "4e B"}

    assert dt.date(2026, 11, 20) in days
    assert not days & {dt.date(2026, 11, 10), dt.date(2026, 11, 19), dt.date(2026, 11, 24)}


def test_a_lesson_cancelled_once_is_still_one_of_every_week():
    said = "Cours annulé : MATHEMATIQUES - <4EB>"
    content = ics(
        event("20261117T080000", "20261117T085500"),
        event("20261124T080000", "20261124T085500", said),
        event("20261201T080000", "20261201T085500", "MATHEMATIQUES - <4EB>", "STATUS:CANCELLED"),
        event("20261116T100000", "20261116T105500", "AUTRE"),
        event("20261123T100000", "20261123T105500", "AUTRE"),
        event("20261130T100000", "20261130T105500", "AUTRE"),
    )

    assert week(content)["MATHEMATIQUES - <4EB>"] == (LearntSlot(TUESDAY, "", at(8), at(8, 55)),)


def test_one_week_alone_is_every_week_and_says_how_little_was_read():
    learnt = learn(
        lessons(ics(event("20261117T080000", "20261117T085500"))), on=TODAY, calendar=CALENDAR
    )

    assert [slot.week for slots in learnt.slots.values() for slot in slots] == [""]
    assert learnt.weeks == 1


def test_a_timetable_changed_in_january_is_the_one_of_now_until_then():
    before = [LearntSlot(MONDAY, "", at(8), at(9))]
    after = [LearntSlot(THURSDAY, "", at(14), at(15))]
    january = dt.date(2027, 1, 4)
    content = ics(
        *dated(before, summary="4EB", first=FIRST, last=january - dt.timedelta(days=1)),
        *dated(after, summary="4EB", first=january, last=LAST),
    )

    assert week(content, on=dt.date(2026, 9, 20)) == {"4EB": tuple(before)}
    assert week(content, on=january) == {"4EB": tuple(after)}


def test_what_was_held_once_is_counted_and_not_kept():
    every = dated([LearntSlot(MONDAY, "", at(8), at(9))], summary="4EB", first=FIRST, last=LAST)
    once = event("20261118T140000", "20261118T150000", "4EB")

    learnt = learn(lessons(ics(*every, once)), on=TODAY, calendar=CALENDAR)

    assert learnt.odd == 1
    assert odd_in_words(learnt.odd_ones) == ["mercredi 18\u00a0novembre 2026, 14\u00a0h\u00a0: 4EB"]
    assert sum(map(len, learnt.slots.values())) == 1


def test_a_lesson_moved_now_and_then_is_told_from_its_first_day_with_how_often():
    every = dated([LearntSlot(MONDAY, "", at(8), at(9))], summary="4EB", first=FIRST, last=LAST)
    moved = [event(f"202611{day}T140000", f"202611{day}T150000", "4EB") for day in (25, 18)]

    learnt = learn(lessons(ics(*every, *moved)), on=TODAY, calendar=CALENDAR)

    (words,) = odd_in_words(learnt.odd_ones)
    assert words == "mercredi 18\u00a0novembre 2026, 14\u00a0h\u00a0: 4EB, et 1 autre fois"


def test_the_first_of_a_month_is_told_as_people_say_it():
    (words,) = odd_in_words([Odd(dt.date(2026, 12, 1), at(14), "4EB", 1)])

    assert words == "mardi 1er\u00a0décembre 2026, 14\u00a0h\u00a0: 4EB"


def test_beyond_forty_the_odd_ones_are_counted():
    odd = [Odd(dt.date(2026, 11, 18), at(14), f"4E{n}", 1) for n in range(42)]

    assert odd_in_words(odd)[-1] == "et 2 autres"


def test_lessons_of_a_saturday_are_counted_and_not_kept():
    every = dated([LearntSlot(MONDAY, "", at(8), at(9))], summary="4EB", first=FIRST, last=LAST)
    saturdays = [
        event(f"202611{day}T080000", f"202611{day}T085500", "4EB") for day in ("14", "21", "28")
    ]

    learnt = learn(lessons(ics(*every, *saturdays)), on=TODAY, calendar=CALENDAR)

    assert learnt.on_week_ends == 1
    assert [slot.weekday for slots in learnt.slots.values() for slot in slots] == [MONDAY]


def test_whole_days_and_what_lasts_all_day_are_not_lessons():
    content = ics(
        "DTSTART;VALUE=DATE:20261117\nDTEND;VALUE=DATE:20261118\nSUMMARY:Vacances",
        event("20261117T080000", "20261117T180000", "Sortie au musée"),
        event("20261117T080000", "20261118T080000", "Voyage"),
        event("20261117T090000", "20261117T080000", "À l’envers"),
        event("20261117T080000", "20261117T080000", "Sans durée"),
    )

    assert lessons(content) == []


def test_lessons_of_another_year_are_left_out():
    content = ics(event("20250916T080000", "20250916T085500"))

    assert lessons(content) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_survive_the_encodings_of_windows(encoding):
    content = ics(event("20261117T080000", "20261117T085500", "Français 4ème B")).decode()

    assert list(week(content.encode(encoding))) == ["Français 4ème B"]


def test_a_line_folded_in_the_middle_of_a_letter_is_one_letter():
    content = ics(event("20261117T080000", "20261117T085500", "Français 4EB"))
    cut = content.index("ç".encode()) + 1

    assert list(week(content[:cut] + b"\r\n " + content[cut:])) == ["Français 4EB"]


HUGE = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:" + b"x" * 30_000 + b"\r\nEND:VEVENT\r\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b" \r\n", "vide"),
        (b"%PDF-1.7 emploi du temps", "iCalendar"),
        (b"PK\x03\x04" + b"\0" * 60, "iCalendar"),
        (b"<html>BEGIN:VCALENDAR</html>\0", "iCalendar"),
        ("Français;4EB;lundi".encode("cp1252"), "iCalendar"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "coupé"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "aucun cours"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "abîmé"),
        (HUGE + b"END:VCALENDAR\r\n", "trop longues"),
        (b"BEGIN:VCALENDAR\r\n" + b"x" * MOST_BYTES, "2\u00a0Mo"),
        (ics(*["SUMMARY:a"] * 5001), "trop de cours"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_french(content, said):
    with pytest.raises(TimetableError, match=said):
        lessons(content)


BOMBS = {
    "every second": "FREQ=SECONDLY",
    "every second, of a week": "FREQ=WEEKLY;BYHOUR=0,1,2;BYMINUTE=0,1,2;BYSECOND=0,1,2",
    "for ever": "FREQ=WEEKLY",
    "a billion times": "FREQ=WEEKLY;COUNT=1000000000;BYDAY=MO,TU,WE,TH,FR,SA,SU",
    "until the end of time": "FREQ=WEEKLY;UNTIL=99991231T000000Z",
    "a turn that never ends": "FREQ=WEEKLY;INTERVAL=999999999999",
    "no turn at all": "FREQ=WEEKLY;INTERVAL=0",
    "back in time": "FREQ=WEEKLY;INTERVAL=-1",
    "30 February": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
}


@pytest.mark.parametrize("rule", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("start", ["20260901T080000", "00010101T080000", "99991231T080000"])
def test_endless_rules_are_expanded_inside_the_year_or_not_at_all(rule, start):
    end = start.replace("T08", "T09")
    found = lessons(ics(event(start, end, "4EB", f"RRULE:{rule}")))

    assert len(found) <= 45 * 7


def test_five_thousand_endless_rules_are_refused_at_once():
    forever = event("20260901T080000", "20260901T090000", "4EB", "RRULE:FREQ=WEEKLY")

    with pytest.raises(TimetableError, match="trop de cours"):
        lessons(ics(*[forever] * 5000))


def test_a_thousand_rules_that_began_in_the_year_one_are_not_counted_one_by_one():
    rule = "RRULE:FREQ=WEEKLY;COUNT=1000000000;BYDAY=MO,TU,WE,TH,FR,SA,SU"
    old = event("00010101T080000", "00010101T090000", "4EB", rule)

    assert lessons(ics(*[old] * 1000)) == []


def test_hostile_rules_that_never_come_are_refused_before_they_cost():
    never = [
        event(f"2026090{1 + n % 9}T080000", f"2026090{1 + n % 9}T090000", "4EB", f"RRULE:{rule}")
        for n in range(5000)
        for rule in [f"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;INTERVAL={1 + n % 700}"]
    ]

    with pytest.raises(TimetableError, match="trop de cours"):
        lessons(ics(*never))


def test_five_thousand_lessons_each_with_its_days_left_out_are_read():
    out = "EXDATE:" + ",".join(["20260902T080000"] * 15)

    found = lessons(ics(*[event("20260901T080000", "20260901T090000", "4EB", out)] * 5000))

    assert {lesson.day for lesson in found} == {dt.date(2026, 9, 1)}


@pytest.mark.parametrize("said", [" ", "a:", ":", "&lt;", "\\n", "4 ", "x" * 30 + ":", "\\,"])
def test_two_megabytes_of_anything_are_read(said):
    text = said * (1700 // len(said))
    one = event("20260901T080000", "20260901T090000", text[:300], f"DESCRIPTION:{text}")

    found = lessons(ics(*[one] * 950))

    assert {lesson.day for lesson in found} == {dt.date(2026, 9, 1)}


CLOCKS = st.integers(8, 16).map(lambda hour: (at(hour), at(hour, 55)))
SLOTS = st.lists(
    st.builds(
        lambda weekday, letter, clocks: LearntSlot(weekday, letter, *clocks),
        st.integers(0, 4),
        st.sampled_from(["", "A", "B"]),
        CLOCKS,
    ),
    min_size=1,
    max_size=8,
).map(tidy)


@settings(deadline=None, max_examples=25)
@given(SLOTS, st.dates(FIRST, dt.date(2027, 5, 1)))
def test_an_ordinary_week_written_day_by_day_is_read_back_whole(slots, on):
    content = ics(*dated(slots, summary="4EB", first=FIRST, last=LAST))

    assert week(content, on=on) == {"4EB": slots}


@settings(deadline=None, max_examples=25)
@given(SLOTS)
def test_an_ordinary_week_written_as_rules_is_read_back_whole(slots):
    names = ["MO", "TU", "WE", "TH", "FR"]
    rules = []
    for slot in slots:
        monday = dt.date(2026, 8, 31) + dt.timedelta(days=7 if slot.week == "B" else 0)
        day = monday + dt.timedelta(days=slot.weekday)
        bounds = (f"{day:%Y%m%d}T{clock:%H%M%S}" for clock in (slot.starts_at, slot.ends_at))
        every = 2 if slot.week else 1
        rule = f"RRULE:FREQ=WEEKLY;INTERVAL={every};BYDAY={names[slot.weekday]}"
        rules.append(event(*bounds, "4EB", rule))

    assert week(ics(*rules)) == {"4EB": slots}


PIECES = st.sampled_from(
    [
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VALARM",
        "DTSTART:20261117T080000Z",
        "DTSTART;TZID=Nulle/Part:20261117T080000",
        "DTSTART:00010101T000000Z",
        "DTSTART:20261117T0800",
        "DTSTART:20261117T080000,20261118T080000",
        "DTEND:20261117T090000Z",
        "DTEND;VALUE=DATE:20261117",
        "DURATION:PT55M",
        "DURATION:-P99999999999D",
        "RRULE:FREQ=WEEKLY;BYDAY=XX;UNTIL=demain",
        "RRULE:FREQ=WEEKLY;UNTIL=20261201,20270101",
        "RRULE:COUNT=3",
        "RECURRENCE-ID;VALUE=PERIOD:19960403T020000Z/PT2H",
        "EXDATE:20261117T080000,n’importe quoi",
        "SUMMARY;X=:",
        "SUMMARY",
        "CATEGORIES:,,,",
        "STATUS:CANCELLED",
        " suite",
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES | st.text(max_size=30), max_size=25), st.booleans())
def test_any_text_is_read_or_refused_in_words(pieces, is_framed):
    lines = ["BEGIN:VCALENDAR", *pieces, "END:VCALENDAR"] if is_framed else pieces

    with_words("\r\n".join(lines).encode("utf-8", errors="replace"))


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(content):
    with_words(content)
    with_words(
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + content + b"\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )


def with_words(content):
    try:
        found = lessons(content)
    except TimetableError:
        return
    learn(found, on=TODAY, calendar=CALENDAR)
    assert all(FIRST <= one.day <= LAST and one.starts_at < one.ends_at for one in found)


def test_nothing_of_what_is_left_out_reaches_the_library():
    kept = calendar_file._kept(sample("weekly.ics").decode())

    assert "SECONDLY" not in str(kept)
    assert "Bientôt" not in str(kept)
    assert len(kept) == 3
