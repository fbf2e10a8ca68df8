"""A calendar's secret address: made, read without signing in, closed; homework and nothing else."""

import datetime as dt
import logging
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from apps.homework.enums import FeedOf
from apps.homework.feeds.rules import public_id_in, secret_of
from apps.homework.feeds.services import close_feed, open_feed
from apps.homework.models import Feed, Homework
from apps.homework.notebook.services.reuse import cancel_work
from apps.homework.notebook.services.writing import rewrite_lesson
from apps.schools.enums import Scope
from tests.bodies import text_of
from tests.factories.schools import (
    EnrolmentFactory,
    GuardianshipFactory,
    RestrictionFactory,
    StudentFactory,
)
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, page, work, write
from tests.homework.pages import words
from tests.queries import statements

DAY = dt.timedelta(days=1)
FAMILY, STUDENT = reverse("homework:family_feed"), reverse("homework:student_feed")


@pytest.fixture
def mother(school_life, client, today):
    client.force_login(school_life.mother)
    return client


def address_of(user, of=FeedOf.FAMILY):
    feed = open_feed(user, of, at=TUESDAY)
    return reverse("homework:feed_calendar", args=[secret_of(feed.public_id)])


def read(address, *, at=TUESDAY, **headers):
    """As a calendar does: nobody is signed in."""
    with time_machine.travel(at, tick=False):
        return Client().get(address, headers=headers)


def events(response):
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def titles(response):
    return [str(event["SUMMARY"]).replace("\xa0", " ") for event in events(response)]


# --- The secret ---------------------------------------------------------------------------------


@given(st.uuids())
def test_a_secret_opens_its_own_address_only(public_id):
    assert public_id_in(secret_of(public_id)) == public_id


@given(st.uuids(), st.integers(0, 55), st.sampled_from("AZaz09-_"))
def test_one_letter_changed_opens_nothing(public_id, place, letter):
    secret = secret_of(public_id)
    other = secret[:place] + letter + secret[place + 1 :]

    assert public_id_in(other) == (public_id if other == secret else None)


@given(st.text(max_size=80))
def test_what_was_never_made_opens_nothing(typed):
    assert public_id_in(typed) is None


def test_the_secret_is_that_of_this_server_s_key(settings):
    public_id = uuid.uuid4()
    secret = secret_of(public_id)

    settings.SECRET_KEY = "another"

    assert public_id_in(secret) is None


# --- The page -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_mother_makes_her_address_reads_it_again_and_closes_it(mother, school_life):
    write(school_life, works=[work("Exercices 3 et 4")])
    assert "Aucune note, aucun résultat, aucune absence" in words(mother.get(FAMILY))
    assert not Feed.objects.exists(), "looking makes nothing"
    chapter = [link.label for link in mother.get(FAMILY).context["layout"].nav if link.current]
    assert chapter == ["Cahier"]

    shown = mother.post(FAMILY, follow=True).context["address"]
    again = mother.get(FAMILY)

    assert again.context["address"] == shown
    assert again.context["to_calendar"].startswith("webcal://testserver/agenda/")
    assert shown in words(again)
    assert "Exercices 3 et 4" in mother.get(shown).content.decode()

    closing = reverse("homework:family_feed_close")
    assert "Vous pourrez en créer une autre, différente." in words(mother.get(closing))
    reply = mother.post(closing, follow=True)
    assert "L’adresse est fermée" in words(reply)
    assert mother.get(shown).status_code == 404
    other = mother.post(FAMILY, follow=True).context["address"]
    assert other != shown
    assert mother.get(shown).status_code == 404


@pytest.mark.django_db
def test_two_taps_make_one_address(mother, school_life):
    mother.post(FAMILY)
    mother.post(FAMILY)

    assert Feed.objects.count() == 1


@pytest.mark.django_db
def test_the_secret_is_kept_nowhere(mother, school_life):
    address = mother.post(FAMILY, follow=True).context["address"]

    code = address.removesuffix(".ics")[-30:]
    assert all(code not in str(value) for value in Feed.objects.values().get().values())


@pytest.mark.django_db
def test_a_pupil_has_an_own_address_spoken_to_as_a_pupil(client, school_life, today):
    write(school_life, works=[work("Exercice 4")])
    client.force_login(school_life.ines.user)
    assert "Garde-la pour toi" in words(client.get(STUDENT))

    address = client.post(STUDENT, follow=True).context["address"]

    assert titles(client.get(address)) == ["Mathématiques : Exercice 4"]


@pytest.mark.django_db
def test_who_reads_no_notebook_makes_no_address(client, school_life, today):
    client.force_login(school_life.overseer)

    assert "il n’y a pas d’agenda à créer" in words(client.get(FAMILY))
    assert client.post(FAMILY).status_code == 403
    assert not Feed.objects.exists()


@pytest.mark.django_db
def test_a_parent_who_is_a_pupil_of_nothing_keeps_two_spaces_apart(school_life):
    """One person, two hats: each address tells its own space."""
    person = school_life.ines.user
    guardian = school_life.mother_of_leo.guardians.get()
    guardian.user = person
    guardian.save()
    write(school_life, works=[work("Exercice 4")])

    as_pupil = read(address_of(person, FeedOf.STUDENT))
    as_parent = read(address_of(person, FeedOf.FAMILY))

    assert titles(as_pupil) == ["Mathématiques : Exercice 4"]
    assert titles(as_parent) == [f"{school_life.leo.first_name} · Mathématiques : Exercice 4"]


# --- What a calendar reads ----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_work_is_a_whole_day_with_all_that_is_needed_to_do_it(school_life):
    write(
        school_life,
        works=[
            work(
                "Exercices **3** et 4 :\n- page 12\n- $\\frac{1}{2}$",
                minutes=20,
                needs_screen=True,
                offline_way="recopier la page 13",
            )
        ],
    )

    [event] = events(read(address_of(school_life.mother)))

    assert event.decoded("DTSTART") == THURSDAY
    assert event.decoded("DTEND") == THURSDAY + DAY
    name = school_life.ines.first_name
    assert (
        str(event["SUMMARY"]).replace("\xa0", " ")
        == f"{name} · Mathématiques : Exercices 3 et 4 : page 12 1/2"
    )
    content_read = str(event["DESCRIPTION"]).replace("\xa0", " ").splitlines()
    assert content_read[1:] == [
        "Temps prévu : 20 min.",
        "Écran nécessaire — sinon : recopier la page 13",
    ]
    assert str(event["TRANSP"]) == "TRANSPARENT"


@pytest.mark.django_db
def test_lines_are_folded_as_the_format_wants(school_life):
    write(school_life, works=[work("Écrire une leçon très détaillée. " * 30)])

    content = read(address_of(school_life.mother)).content

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


@pytest.mark.django_db
def test_the_bytes_are_the_same_until_something_is_corrected(school_life):
    lesson = write(school_life, works=[work("Exercice 3")])
    address = address_of(school_life.mother)
    first = read(address)

    later = read(address, at=TUESDAY + dt.timedelta(hours=5))
    assert later.content == first.content
    assert later.headers["ETag"] == first.headers["ETag"]
    unchanged = read(address, **{"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")

    homework = Homework.objects.get()
    moved = work("Exercice 4", due_on=THURSDAY + DAY, seen=1)
    rewrite_lesson(
        lesson,
        page(),
        seen=1,
        known=[(homework, moved)],
        by=school_life.teacher.user,
        at=TUESDAY + dt.timedelta(minutes=30),
        reason="Une faute.",
    )
    after = read(address, at=TUESDAY + dt.timedelta(hours=1))

    [before], [now] = events(first), events(after)
    assert after.headers["ETag"] != first.headers["ETag"]
    assert now["UID"] == before["UID"]
    assert (before["SEQUENCE"], now["SEQUENCE"]) == (0, 1)
    assert now.decoded("DTSTAMP") > before.decoded("DTSTAMP")
    assert now.decoded("DTSTART") == THURSDAY + DAY


@pytest.mark.django_db
def test_a_cancelled_work_leaves_the_calendar(school_life):
    write(school_life, works=[work()])
    address = address_of(school_life.mother)
    assert len(events(read(address))) == 1

    cancel_work(
        Homework.objects.get(),
        seen=1,
        reason="Fini en classe.",
        by=school_life.teacher.user,
        at=TUESDAY,
    )

    assert events(read(address, at=TUESDAY + DAY)) == []


@pytest.mark.django_db
def test_drafts_and_works_of_tomorrow_morning_are_not_in_it_yet(school_life):
    night = dt.datetime(2026, 11, 17, 21, tzinfo=dt.UTC)
    write(school_life, works=[work("Brouillon")], is_draft=True)
    write(school_life, works=[work("Donné la nuit")], at=night, rank=2)
    address = address_of(school_life.mother)

    assert titles(read(address, at=night)) == []
    assert len(titles(read(address, at=night + dt.timedelta(hours=12)))) == 1


@pytest.mark.django_db
def test_it_holds_two_weeks_behind_and_two_months_ahead(school_life):
    for rank, days in enumerate((1, 59, 63), start=1):
        due = work(f"Dans {days}", due_on=TODAY + days * DAY)
        write(school_life, works=[due], rank=rank)
    address = address_of(school_life.mother)

    assert [said.split(" : ")[1] for said in titles(read(address))] == ["Dans 1", "Dans 59"]
    after = read(address, at=TUESDAY + 16 * DAY)
    assert [said.split(" : ")[1] for said in titles(after)] == ["Dans 59", "Dans 63"]


@pytest.mark.django_db
def test_adapted_work_is_in_the_calendar_of_that_family_alone(school_life):
    write(school_life, works=[work("Dictée aménagée", students=(school_life.leo,))])

    assert titles(read(address_of(school_life.mother))) == []
    assert titles(read(address_of(school_life.ines.user, FeedOf.STUDENT))) == []
    [theirs] = titles(read(address_of(school_life.mother_of_leo)))
    assert "Dictée aménagée" in theirs


@pytest.mark.django_db
def test_brothers_and_sisters_are_named_and_twins_have_an_event_each(school_life):
    guardian = school_life.mother.guardians.get()
    twin = StudentFactory(school=school_life.school, first_name="Awa")
    EnrolmentFactory(division=school_life.teaching.division, student=twin)
    GuardianshipFactory(student=twin, guardian=guardian, scope=Scope.FULL)
    write(school_life, works=[work("Exercice 4")])

    found = events(read(address_of(school_life.mother)))

    assert {str(event["SUMMARY"]).split(" ·")[0] for event in found} == {
        "Awa",
        school_life.ines.first_name,
    }
    assert len({str(event["UID"]) for event in found}) == 2


@pytest.mark.django_db
def test_a_child_has_no_work_of_the_class_of_a_sister(school_life):
    guardian = school_life.mother.guardians.get()
    GuardianshipFactory(student=school_life.zoe, guardian=guardian, scope=Scope.FULL)
    write(school_life, works=[work("Exercice 4")])

    [said] = titles(read(address_of(school_life.mother)))

    assert said.startswith(f"{school_life.ines.first_name} ·")


# --- Who is stopped, and at once ----------------------------------------------------------------


@pytest.mark.django_db
def test_whoever_has_the_address_reads_it_without_signing_in(school_life, client):
    write(school_life, works=[work("Exercice 4")])
    address = address_of(school_life.mother)
    client.force_login(school_life.mother_of_zoe)

    with time_machine.travel(TUESDAY, tick=False):
        signed_in = client.get(address)

    assert signed_in.content == read(address).content


@pytest.mark.django_db
def test_a_closed_account_is_answered_as_an_address_that_never_was(school_life):
    address = address_of(school_life.mother)
    never = reverse("homework:feed_calendar", args=[secret_of(uuid.uuid4())])
    forged = reverse("homework:feed_calendar", args=["A" * 56])
    odd = "/agenda/n’importe quoi.ics"
    closed = address_of(school_life.father)
    close_feed(school_life.father, FeedOf.FAMILY, at=TUESDAY)
    school_life.mother.is_active = False
    school_life.mother.save()

    answers = [read(one) for one in (address, never, forged, odd, closed)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


@pytest.mark.django_db
def test_an_access_that_is_cut_empties_the_calendar_at_once(school_life):
    write(school_life, works=[work("Exercice 4")])
    address = address_of(school_life.mother)
    assert len(titles(read(address))) == 1

    RestrictionFactory(student=school_life.ines, guardian=school_life.mother.guardians.get())

    assert titles(read(address)) == []


@pytest.mark.django_db
def test_an_access_cut_for_one_child_leaves_the_other(school_life):
    guardian = school_life.mother.guardians.get()
    GuardianshipFactory(student=school_life.leo, guardian=guardian, scope=Scope.FULL)
    write(school_life, works=[work("Exercice 4")])
    RestrictionFactory(student=school_life.ines, guardian=guardian)

    [said] = titles(read(address_of(school_life.mother)))

    assert said.startswith(school_life.leo.first_name)


@pytest.mark.django_db
def test_a_link_that_ended_or_lost_its_scope_reads_nothing(school_life):
    write(school_life, works=[work("Exercice 4")])
    for person in (school_life.overseer, school_life.contact):
        assert titles(read(address_of(person))) == []
    links = school_life.mother.guardians.get().guardianships
    link = links.get()
    link.during = type(link.during)(link.during.lower, TUESDAY - DAY)
    link.save()

    assert titles(read(address_of(school_life.mother))) == []


# --- Cost and journals --------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_reading_asks_five_things_of_the_database_whatever_the_number_of_works(
    school_life, client
):
    address = address_of(school_life.mother)
    pupil_s = address_of(school_life.ines.user, FeedOf.STUDENT)
    counts = set()
    for rank in (1, 2, 3):
        write(school_life, works=[work(), work("Leçon")], rank=rank)
        for one in (address, pupil_s):
            with statements() as asked:
                read(one)
            counts.add(len(asked))

    assert counts == {5}, asked.listed()


@pytest.mark.django_db
def test_a_forged_address_asks_nothing_of_the_tables(client):
    with statements() as asked:
        read("/agenda/" + "A" * 56 + ".ics")

    assert not [sql for sql in asked if "homework" in sql or "accounts" in sql], asked.listed()


@pytest.mark.django_db
def test_the_answer_is_private_and_its_address_goes_nowhere(school_life):
    headers = read(address_of(school_life.mother)).headers

    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in headers


@pytest.mark.django_db
def test_no_journal_names_the_secret_of_a_closed_address(school_life, client, caplog):
    address = address_of(school_life.mother)
    close_feed(school_life.mother, FeedOf.FAMILY, at=TUESDAY)

    with caplog.at_level(logging.DEBUG):
        read(address)
        client.post(address)

    assert "/agenda/…" in caplog.text
    assert address.split("/")[-1][:20] not in caplog.text


@pytest.mark.django_db
def test_a_fold_hides_no_word_from_the_tests_that_look_for_leaks(school_life):
    write(school_life, works=[work("x" * 70 + "canariabcdef 13,37; " * 9 + "fin")])

    text = text_of(read(address_of(school_life.mother)))

    assert "canariabcdef 13,37; " * 9 + "fin" in text
