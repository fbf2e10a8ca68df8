"""Who reads the notebook of which class, this year and after it, and what never stands in it."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.files.models import StoredFile
from apps.homework import policies
from apps.homework.archive import queries as archive_queries
from apps.homework.errors import NotebookError
from apps.homework.models import Attachment
from apps.homework.notebook.services.reuse import cancel_work, copy_lesson, publish_lesson
from apps.homework.notebook.services.writing import rewrite_lesson
from tests.factories.schools import (
    DivisionFactory,
    SchoolYearFactory,
    TeachingFactory,
    since,
)
from tests.homework.conftest import TODAY, TUESDAY, page, reader, work, write
from tests.queries import statements

pytestmark = pytest.mark.django_db

LIST = "/equipe/cahier/archives/"


def classes_of(person, at=TUESDAY):
    return set(archive_queries.classes(reader(person, "staff", at), at=at))


def subjects_of(person, division, at=TUESDAY):
    rows = archive_queries.teachings(reader(person, "staff", at), division, at=at)
    return [one.subject.label for one in rows]


def test_each_of_the_team_opens_the_classes_of_the_table(cast):
    both = {cast.division, cast.other}
    assert classes_of(cast.cpe) == classes_of(cast.principal) == both
    assert classes_of(cast.lead) == classes_of(cast.teacher) == {cast.division}
    assert classes_of(cast.colleague) == classes_of(cast.german_teacher) == {cast.division}
    for person in (cast.left, cast.watcher, cast.head_elsewhere):
        assert classes_of(person) == set()


def test_each_of_the_team_opens_the_subjects_of_the_table(cast):
    everything = ["Allemand", "Français", "Mathématiques"]
    assert subjects_of(cast.cpe, cast.division) == everything
    assert subjects_of(cast.lead, cast.division) == ["Français", "Mathématiques"]
    assert subjects_of(cast.teacher, cast.division) == ["Mathématiques"]
    assert subjects_of(cast.german_teacher, cast.division) == ["Allemand"]
    assert subjects_of(cast.german_teacher, cast.other) == []
    for person in (cast.left, cast.watcher, cast.head_elsewhere):
        assert subjects_of(person, cast.division) == []


def test_families_and_pupils_open_no_archive(cast):
    for person, capacity in ((cast.mother, "family"), (cast.ines, "student")):
        one = reader(person, capacity)
        assert not archive_queries.classes(one, at=TUESDAY).exists()
        assert not archive_queries.teachings(one, cast.division, at=TUESDAY).exists()


def test_after_the_year_those_who_taught_until_its_end_still_read_it(cast, summer):
    assert classes_of(cast.teacher, summer) == {cast.division}
    assert subjects_of(cast.teacher, cast.division, summer) == ["Mathématiques"]
    assert subjects_of(cast.lead, cast.division, summer) == ["Français", "Mathématiques"]
    assert classes_of(cast.cpe, summer) == {cast.division, cast.other}
    assert classes_of(cast.left, summer) == set()


def test_who_left_the_school_reads_nothing_of_it_any_more(cast, summer):
    cast.teacher.during = since(end=summer - dt.timedelta(days=1))
    cast.teacher.save()

    assert classes_of(cast.teacher, summer) == set()


def test_after_the_year_nothing_is_written_corrected_published_cancelled_or_copied(cast, summer):
    lesson = write(cast, works=[work()])
    draft = write(cast, rank=2, is_draft=True)
    by = {"by": cast.teacher.user, "at": summer}
    this_year = TeachingFactory(
        school=cast.school,
        year=SchoolYearFactory(
            school=cast.school,
            start_year=2027,
            starts_on=dt.date(2027, 8, 20),
            ends_on=dt.date(2028, 7, 5),
        ),
        subject=cast.teaching.subject,
    )
    september = write(
        cast, this_year, at=summer, day=this_year.year.starts_on + dt.timedelta(days=3)
    )

    for act in (
        lambda: write(cast, at=summer, rank=3),
        lambda: rewrite_lesson(lesson, page(text="Autre."), seen=1, **by),
        lambda: publish_lesson(draft, **by),
        lambda: cancel_work(lesson.works.get(), seen=1, **by),
        lambda: copy_lesson(september, cast.teaching, day=TODAY + dt.timedelta(days=1), **by),
    ):
        with pytest.raises(NotebookError, match=r"archivé|Cette date"):
            act()
    assert not policies.can_write(reader(cast.teacher, "staff", summer), cast.teaching)


# --- What is read ---------------------------------------------------------------------------


NEVER = ("Rose des sables", "Sentier", "Marée", "Plan de la gare")


def of_class(cast):
    return f"{LIST}{cast.division.public_id}/"


def body(client, person, address):
    client.force_login(person.user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_notebook_of_a_class_says_what_was_read_then_corrected_then_cancelled(
    client, cast, written
):
    text = body(client, cast.cpe, of_class(cast))

    assert "Les fractions égales." in text
    assert "Les fractions.</p>" in text
    assert "Une faute de frappe" in text
    assert "Exercice 5" in text
    assert "Exercice 4" in text
    assert "Annulé le 17 novembre 2026" in text.replace("\u00a0", " ")
    assert "Fait en classe" in text
    assert "Allemand, groupe Allemand 1" in text


def test_no_draft_no_adapted_work_and_no_other_class_is_read_in_it(client, cast, written):
    for person in (cast.cpe, cast.lead, cast.teacher):
        text = body(client, person, of_class(cast))

        assert "Les fractions égales." in text
        assert [name for name in NEVER if name in text] == []


def test_a_teacher_is_told_that_they_read_a_part_of_it(client, cast, written):
    text = body(client, cast.teacher, of_class(cast))

    assert "Guten Tag" not in text
    assert "Vous lisez ici une partie" in text
    assert "Vous lisez ici une partie" not in body(client, cast.cpe, of_class(cast))


def test_words_find_what_was_read_and_never_what_was_not(client, cast, written):
    found = {
        words: "17 novembre"
        in body(client, cast.cpe, f"{of_class(cast)}?q={words}").replace("\u00a0", " ")
        for words in ("fractions", "Exercice 4", "Rose", "Sentier", "Marée", "guten")
    }

    assert found == {
        "fractions": True,
        "Exercice 4": True,
        "Rose": False,
        "Sentier": False,
        "Marée": False,
        "guten": True,
    }


def test_a_subject_and_a_month_choose_the_lessons(client, cast, written):
    german = body(client, cast.cpe, f"{of_class(cast)}?subject={cast.german.public_id}")
    december = body(client, cast.cpe, f"{of_class(cast)}?month=2026-12")

    assert "Guten Tag" in german
    assert "Les fractions" not in german
    assert "Aucune séance ne répond" in december
    assert "Guten Tag" in body(client, cast.cpe, f"{of_class(cast)}?month=2026-11")


def test_what_makes_no_sense_in_the_address_filters_nothing(client, cast, written):
    assert "Guten Tag" in body(client, cast.cpe, f"{of_class(cast)}?subject=x&month=2026-99&page=9")


def test_a_file_taken_away_is_said_and_one_never_read_is_not(client, cast, written):
    for name, removed_at, shown_at in (
        ("figure.pdf", None, TUESDAY),
        ("ancien.pdf", TUESDAY + dt.timedelta(minutes=2), TUESDAY),
        ("secret.pdf", None, None),
    ):
        stored = StoredFile.objects.create(
            school=cast.school,
            file="notebook/x",
            name=name,
            content_type="application/pdf",
            size=10,
            sha256="0" * 64,
            added_at=TUESDAY,
            by=cast.teacher.user,
        )
        Attachment.objects.create(
            school=cast.school,
            lesson=written,
            stored=stored,
            visible_at=shown_at,
            added_at=TUESDAY,
            by=cast.teacher.user,
            removed_at=removed_at,
        )

    text = body(client, cast.cpe, of_class(cast)).replace("\u00a0", " ")

    assert "figure.pdf" in text
    assert "ancien.pdf (retiré le 17 novembre 2026)" in text
    assert "secret.pdf" not in text


def test_a_year_that_is_over_is_said_archived(client, cast, written, summer):
    with time_machine.travel(summer, tick=False):
        assert "archivé" in body(client, cast.teacher, LIST)
        text = body(client, cast.teacher, of_class(cast))

    assert "se lit et ne change plus" in text
    assert "Les fractions égales." in text


def test_a_year_and_a_word_choose_the_classes(client, cast, today):
    before = SchoolYearFactory(school=cast.school, start_year=2025)
    DivisionFactory(school=cast.school, year=before, code="5eZ")

    everything = body(client, cast.cpe, LIST)
    last_year = body(client, cast.cpe, f"{LIST}?year=2025")

    assert "5eZ" in everything
    assert cast.division.code in everything
    assert "5eZ" in last_year
    assert cast.division.code not in last_year
    assert "Aucune classe ne répond" in body(client, cast.cpe, f"{LIST}?q=inconnue")
    assert "Vous ne suivez aucune classe" in body(client, cast.watcher, LIST)


@pytest.mark.parametrize("where", ["list", "class"])
def test_as_many_statements_for_one_row_as_for_three(client, cast, written, where):
    address = LIST if where == "list" else of_class(cast)
    body(client, cast.cpe, address)
    with statements() as few:
        client.get(address)
    for n in (1, 2):
        DivisionFactory(school=cast.school, year=cast.division.year, code=f"5e{n}")
        write(cast, rank=5 + n, works=[work("Lire"), work("Écrire")], at=TUESDAY)
    with statements() as more:
        client.get(address)

    assert len(more) == len(few)


def test_an_address_of_another_school_is_nobody_s(client, cast, today):
    client.force_login(cast.head_elsewhere.user)

    assert client.get(of_class(cast)).status_code == 404
    assert (
        client.post(reverse("homework:export_ask", args=[cast.division.public_id])).status_code
        == 404
    )
