"""Timetables of strangers: rules, moved series, odd hours, overseas, what is not understood."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import vRecur

from apps.homework.timetable.rules.calendar_file import LONGEST_LINE, TimetableError, Unread
from apps.homework.timetable.rules.recurrence import days_of, rule_of
from apps.homework.timetable.rules.unread import unread_in_words
from apps.homework.timetable.rules.weeks import learn, lessons_of
from tests.homework.timetables import CALENDAR, FIRST, LAST, PARIS, ics

TODAY = dt.date(2026, 11, 17)
NOUMEA = ZoneInfo("Pacific/Noumea")
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)
START, END = "DTSTART;TZID=Europe/Paris:20260910T110000", "DTEND;TZID=Europe/Paris:20260910T120000"


def content_read(*events, zone=PARIS):
    return lessons_of(ics(*events), zone=zone, first=FIRST, last=LAST)


def series(*more, uid="t", start=START, end=END):
    return "\n".join([f"UID:{uid}", start, end, "SUMMARY:Maths 4EB", *more])


def week(*events, zone=PARIS, on=TODAY):
    learnt = learn(content_read(*events, zone=zone).lessons, on=on, calendar=CALENDAR)
    return [
        (slot.weekday, slot.week, f"{slot.starts_at:%H:%M}")
        for slots in learnt.slots.values()
        for slot in slots
    ]


def days(*events):
    return [lesson.day for lesson in content_read(*events).lessons]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY",
        "FREQ=DAILY;INTERVAL=7;COUNT=42",
        "FREQ=DAILY;BYDAY=TH",
        "FREQ=MONTHLY;BYDAY=TH;UNTIL=20270703T000000Z",
        "FREQ=MONTHLY;BYDAY=1TH,2TH,3TH,4TH,5TH",
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=1,2,3,4,5,6,9,10,11,12",
        "FREQ=YEARLY;BYDAY=TH",
        "FREQ=WEEKLY;BYDAY=TH;BYHOUR=11;BYMINUTE=0;BYSECOND=0",
        "FREQ=WEEKLY;UNTIL=20270703",
        "FREQ=WEEKLY;UNTIL=20270703T0000Z",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=4",
    ],
)
def test_every_thursday_however_it_is_written(rule):
    assert week(series(f"RRULE:{rule}")) == [(THURSDAY, "", "11:00")]


@pytest.mark.parametrize("rule", ["FREQ=DAILY;INTERVAL=14;COUNT=21", "FREQ=WEEKLY;INTERVAL=2"])
def test_every_other_thursday_however_it_is_written(rule):
    assert week(series(f"RRULE:{rule}")) == [(THURSDAY, "B", "11:00")]


def test_days_added_one_by_one_make_a_week():
    first = dt.date(2026, 9, 17)
    thursdays = ",".join(f"{first + n * dt.timedelta(7):%Y%m%dT1100}" for n in range(40))

    assert week(series(f"RDATE;TZID=Europe/Paris:{thursdays}")) == [(THURSDAY, "", "11:00")]


def test_an_added_day_has_its_own_hour_and_a_period_its_beginning():
    found = content_read(
        series("RDATE:20260911T140000Z", "RDATE;VALUE=PERIOD:20260912T080000Z/PT1H"),
        series("RDATE;VALUE=DATE:20260914", uid="u"),
    ).lessons

    assert [(one.day.day, one.starts_at.hour, one.ends_at.hour) for one in found] == [
        (10, 11, 12),
        (11, 16, 17),
        (12, 10, 11),
        (10, 11, 12),
        (14, 11, 12),
    ]


def test_a_day_of_the_rule_added_twice_is_one_lesson():
    twice = series("RRULE:FREQ=WEEKLY;COUNT=2", "RDATE;TZID=Europe/Paris:20260917T110000")

    assert days(twice) == [dt.date(2026, 9, 10), dt.date(2026, 9, 17)]


@pytest.mark.parametrize("said", ["20260910T1100", "2026-09-10T11:00", "20260910t110000.000"])
def test_hours_without_seconds_or_with_too_many_signs_are_read(said):
    found = content_read(series(start=f"DTSTART;TZID=Europe/Paris:{said}")).lessons

    assert [(one.day, one.starts_at) for one in found] == [(dt.date(2026, 9, 10), dt.time(11))]


def test_an_hour_of_greenwich_without_seconds_is_still_of_greenwich():
    found = content_read(series(start="DTSTART:20260910T0900Z", end="DTEND:20260910T1000Z")).lessons

    assert [one.starts_at for one in found] == [dt.time(11)]


@pytest.mark.parametrize("day", ["20260917", "20260917T110000", "20260917T090000Z"])
def test_a_moved_day_leaves_its_place_however_it_is_named(day):
    kind = ";VALUE=DATE" if len(day) == len("20260917") else ""
    moved = series(
        f"RECURRENCE-ID{kind}:{day}",
        start="DTSTART:20260918T150000",
        end="DTEND:20260918T160000",
    )

    assert days(series("RRULE:FREQ=WEEKLY;COUNT=3"), moved) == [
        dt.date(2026, 9, 10),
        dt.date(2026, 9, 24),
        dt.date(2026, 9, 18),
    ]


def moved_for_good(day, start, end, *more):
    return series(
        f"RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:{day}T110000",
        *more,
        start=f"DTSTART;TZID=Europe/Paris:{start}",
        end=f"DTEND;TZID=Europe/Paris:{end}",
    )


FOREVER = series("RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Paris:20261203T110000")


def test_a_series_moved_for_good_has_its_new_day_and_hour_from_then_on():
    moved = moved_for_good("20261112", "20261110T140000", "20261110T150000")

    assert week(FOREVER, moved) == [(TUESDAY, "", "14:00")]
    assert week(moved, FOREVER, on=dt.date(2026, 9, 2)) == [(THURSDAY, "", "11:00")]
    assert dt.date(2026, 12, 1) not in days(FOREVER, moved)


def test_a_series_moved_twice_follows_the_last_word():
    first = moved_for_good("20261008", "20261006T140000", "20261006T150000")
    second = moved_for_good("20261112", "20261111T090000", "20261111T100000")

    found = content_read(second, FOREVER, first).lessons

    assert week(second, FOREVER, first) == [(WEDNESDAY, "", "09:00")]
    assert len({lesson.day for lesson in found}) == len(found)


def test_a_series_that_is_cancelled_from_a_day_on_ends_there():
    over = moved_for_good("20261112", "20261112T110000", "20261112T120000", "STATUS:CANCELLED")

    assert max(days(FOREVER, over)) == dt.date(2026, 11, 5)


def test_overseas_the_day_of_greenwich_is_the_eve():
    utc = {"start": "DTSTART:20260908T220000Z", "end": "DTEND:20260908T230000Z"}
    rules = ("RRULE:FREQ=WEEKLY;BYDAY=TU", "EXDATE:20260915T220000Z")

    found = content_read(series(*rules, **utc), zone=NOUMEA).lessons

    assert week(series(*rules, **utc), zone=NOUMEA) == [(WEDNESDAY, "", "09:00")]
    assert [one.day.day for one in found[:2]] == [9, 23]


def test_a_rule_of_greenwich_keeps_the_hour_of_the_school_when_clocks_change():
    utc = {"start": "DTSTART:20260910T090000Z", "end": "DTEND:20260910T100000Z"}

    hours = {one.starts_at for one in content_read(series("RRULE:FREQ=WEEKLY", **utc)).lessons}

    assert hours == {dt.time(11)}


@pytest.mark.parametrize(
    "start", ["DTSTART:20260910T110000", "DTSTART;TZID=Horloge du bahut:20260910T110000"]
)
def test_the_last_lesson_of_a_rule_that_ends_at_an_hour_of_greenwich_is_kept(start):
    until = series("RRULE:FREQ=WEEKLY;UNTIL=20260924T090000Z", start=start, end="DURATION:PT1H")

    assert days(until)[-1] == dt.date(2026, 9, 24)


def hours_of(name, zone):
    start, end = f"DTSTART;TZID={name}:20260910T110000", f"DTEND;TZID={name}:20260910T120000"
    return [
        f"{one.starts_at:%H:%M}"
        for one in content_read(series(start=start, end=end), zone=zone).lessons
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Romance Standard Time", "europe/paris", "Europe-Paris", "Paris", "CEST",
        '"(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"', '"Heure d’été, Paris"',
    ],
)  # fmt: skip
def test_the_clock_of_paris_is_known_however_it_is_called(name):
    assert hours_of(name, PARIS) == ["11:00"]
    assert hours_of(name, NOUMEA) == ["20:00"]


@pytest.mark.parametrize("name", ['"tzone://Microsoft/Utc"', "tzone://Microsoft/Utc", "GMT", "Z"])
def test_the_clock_of_greenwich_is_known_however_it_is_called(name):
    assert hours_of(name, PARIS) == ["13:00"]


@pytest.mark.parametrize(
    "name",
    [
        "Horloge du bahut",
        "Customized Time Zone",
        "tzone://a/Custom",
        # A folder of the library's files, and a name that no disk takes.
        "Europe",
        "America/Argentina",
        "x" * 300,
    ],
)
def test_a_clock_that_says_nothing_is_that_of_the_school(name):
    assert hours_of(name, NOUMEA) == ["11:00"]


def test_a_clock_known_by_its_distance_alone_is_the_school_s_or_is_listed():
    assert hours_of('"GMT+11:00"', NOUMEA) == hours_of("UTC+2", PARIS) == ["11:00"]
    assert hours_of("UTC+2", NOUMEA) == hours_of("GMT -0500 (Standard)", PARIS) == []


def test_an_hour_of_greenwich_said_to_be_of_elsewhere_is_listed():
    found = content_read(series(start="DTSTART;TZID=Europe/Paris:20260910T090000Z"))

    assert (found.lessons, found.unread) == (
        [],
        [Unread(dt.date(2026, 9, 10), dt.time(9), "Maths 4EB")],
    )


@pytest.mark.parametrize(
    ("summary", "room", "kept"),
    [
        ("Arts plastiques 4eA", "A", "Arts plastiques 4eA"),
        ("Maths 4eB", "4", "Maths 4eB"),
        ("Maths 4eB", "4eB", "Maths 4eB"),
        ("Techno 4eB salle T12", "T1", "Techno 4eB salle T12"),
        ("Maths 4eB - 12", "12", "Maths 4eB"),
        ("EPS 4eB Gymnase", "Gymnase", "EPS 4eB"),
    ],
)
def test_a_room_is_taken_off_as_a_word_and_never_out_of_one(summary, room, kept):
    said = series(f"LOCATION:{room}").replace("SUMMARY:Maths 4EB", f"SUMMARY:{summary}")

    assert [one.course.label for one in content_read(said).lessons] == [kept]


@pytest.mark.parametrize(
    "line",
    [
        "X-ALT-DESC;FMTTYPE=text/html:" + "<p>conseil</p>" * 5000,
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "QUJD" * 9000,
        "ORGANIZER;X-PHOTO=" + "A" * LONGEST_LINE * 2 + ":mailto:a@example.org",
        "DESCRIPTION:" + "Réunion\\, " * 4000,
    ],
)
def test_what_is_not_read_may_be_as_long_as_it_likes(line):
    assert days(series(line)) == [dt.date(2026, 9, 10)]
    before = ics(series()).replace(b"BEGIN:VEVENT", line.encode() + b"\r\nBEGIN:VEVENT")
    assert lessons_of(before, zone=PARIS, first=FIRST, last=LAST).lessons


NOT_UNDERSTOOD = [
    {"start": "DTSTART:20260910T110000+0100"},
    {"start": "DTSTART:20260910T25"},
    {"start": "DTSTART;TZID=Europe/Paris:demain, 20260910T1100X"},
    {"end": "DTEND:20260910T11h30"},
    {"end": "DTEND:20260910T100000"},
    {"end": "DESCRIPTION:sans fin"},
]
RULES_NOT_UNDERSTOOD = [
    "RRULE:FREQ=HOURLY",
    "RRULE:FREQ=WEEKLY;BYHOUR=8,10",
    "RRULE:FREQ=WEEKLY;BYDAY=XX",
    "RRULE:FREQ=WEEKLY;INTERVAL=0",
    "RRULE:FREQ=WEEKLY;UNTIL=demain",
    "RRULE:FREQ=WEEKLY;RSCALE=HEBREW",
    "RRULE:n’importe quoi",
    "RRULE:FREQ=WEEKLY\nEXRULE:FREQ=MONTHLY",
    "RRULE:FREQ=WEEKLY\nEXDATE:lundi",
    "RDATE:jeudi",
    "RECURRENCE-ID:un jour",
]


@pytest.mark.parametrize("clocks", NOT_UNDERSTOOD)
def test_an_hour_that_is_not_understood_is_listed_with_its_day(clocks):
    found = content_read(series(**clocks), series(uid="u", start="DTSTART:20260911T110000"))

    assert [(one.day, one.label) for one in found.unread] == [
        (dt.date(2026, 9, 10), "Maths 4EB"),
        (dt.date(2026, 9, 11), "Maths 4EB"),
    ]
    assert found.lessons == []


@pytest.mark.parametrize("line", RULES_NOT_UNDERSTOOD)
def test_a_rule_that_is_not_understood_is_listed_and_never_one_day(line):
    found = content_read(series(line))

    assert found.unread == [Unread(dt.date(2026, 9, 10), dt.time(11), "Maths 4EB")]
    assert found.lessons == []


def test_what_is_not_understood_is_told_in_the_order_of_the_days():
    unread = [
        Unread(None, None, ""),
        Unread(dt.date(2026, 9, 11), None, "Dessin"),
        Unread(dt.date(2026, 9, 10), dt.time(11, 30), "Maths, 4EB"),
        Unread(dt.date(2026, 9, 12), dt.time(8), ""),
        Unread(dt.date(2026, 9, 13), dt.time(8), ""),
    ]

    assert unread_in_words(unread, most=3) == [
        "jeudi 10\xa0septembre 2026, 11\xa0h\xa030\xa0: Maths, 4EB",
        "vendredi 11\xa0septembre 2026\xa0: Dessin",
        "samedi 12\xa0septembre 2026, 8\xa0h",
        "et 2 autres",
    ]
    assert unread_in_words(unread)[-1] == "un cours sans jour ni nom"


def test_one_event_that_cannot_be_parsed_at_all_does_not_lose_the_others():
    found = content_read(series("SUMMARY;X=\x01:é", "CATEGORIES;;:"), series(uid="u"))

    assert dt.date(2026, 9, 10) in {one.day for one in found.lessons}


def test_a_series_followed_five_thousand_times_is_refused():
    moves = [
        moved_for_good(f"2026091{n % 10}", "20261110T140000", "20261110T150000")
        for n in range(4900)
    ]

    with pytest.raises(TimetableError, match="trop de cours"):
        content_read(FOREVER, *moves)


NUMBERS = st.lists(st.integers(-5, 31).filter(bool), max_size=3, unique=True)
RULES = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.integers(1, 4),
        "COUNT": st.integers(1, 60),
        "UNTIL": st.dates(FIRST, LAST).map(lambda day: f"{day:%Y%m%d}T235959"),
        "BYMONTH": st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True),
        "BYMONTHDAY": st.lists(st.integers(1, 31), min_size=1, max_size=3, unique=True),
        "BYDAY": st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1),
        "WKST": st.sampled_from(["MO", "SU"]),
    },
).filter(lambda said: not {"COUNT", "UNTIL"} <= set(said))
ORDINALS = st.lists(
    st.builds(
        lambda rank, name: f"{rank}{name}",
        st.sampled_from([1, 2, 3, 4, -1, -2]),
        st.sampled_from(["MO", "TU", "WE", "TH", "FR"]),
    ),
    min_size=1,
    max_size=3,
)


@settings(deadline=None, max_examples=200)
@given(
    RULES,
    st.dates(dt.date(2026, 1, 15), dt.date(2026, 10, 15)),
    ORDINALS | st.none(),
    st.lists(st.sampled_from([1, 2, -1]), min_size=1, max_size=2, unique=True) | st.none(),
)
def test_rules_give_the_days_that_the_reference_gives(said, start, ordinals, positions):
    if ordinals and said["FREQ"] in ("MONTHLY", "YEARLY") and "BYMONTHDAY" not in said:
        said = said | {"BYDAY": ordinals}
    # The reference counts the first week from its first day, the standard from its Monday.
    whole = said["FREQ"] == "MONTHLY" or (said["FREQ"] == "WEEKLY" and start.weekday() == 0)
    if positions and "BYDAY" in said and whole:
        said = said | {"BYSETPOS": positions}
    words = ";".join(
        f"{name}={','.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in said.items()
        if not (name == "BYMONTHDAY" and said["FREQ"] == "WEEKLY")
    )
    begins = dt.datetime.combine(start, dt.time(8))

    found = list(
        days_of(rule_of(vRecur.from_ical(words), begins, zone=PARIS), start, first=FIRST, last=LAST)
    )

    bounds = (dt.datetime.combine(FIRST, dt.time()), dt.datetime.combine(LAST, dt.time(23)))
    expected = rrulestr(words, dtstart=begins).between(*bounds, inc=True)
    assert found == [one.date() for one in expected], words
