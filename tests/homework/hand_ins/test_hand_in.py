"""A pupil gives a file; only the pupil, their family and the teacher who asked open it."""

import datetime as dt
import io
import zipfile

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from apps.files.enums import Checked
from apps.files.models import StoredFile
from apps.homework.errors import NotebookError
from apps.homework.hand_ins.services import hand_in, take_back
from apps.homework.models import HandIn
from apps.homework.notebook.services.writing import rewrite_lesson
from apps.homework.reading.queries import works_to_do
from apps.schools.enums import Role
from tests.factories.schools import StaffFactory, TeachingStaffFactory
from tests.files.samples import PDF
from tests.homework.conftest import TODAY, TUESDAY, page, reader, work, write
from tests.homework.giving import give, kept, opened, picked, upload
from tests.homework.pages import words
from tests.queries import statements

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def signed_in(person):
    client = Client()
    client.force_login(getattr(person, "user", person))
    return client


def address(homework):
    return reverse("homework:student_hand_in", args=[homework.public_id])


def page_of(person, route="homework:student_notebook", *args, at=TUESDAY):
    with time_machine.travel(at, tick=False):
        return signed_in(person).get(reverse(route, args=args))


def test_a_pupil_gives_files_and_reads_when(school_life, asked):
    client = signed_in(school_life.ines)
    with time_machine.travel(TUESDAY, tick=False):
        response = client.post(
            address(asked), {"files": [upload("a.pdf"), upload("b.pdf", PDF + b"b%%EOF")]}
        )

    assert response.url.endswith(f"#travail-{asked.public_id}")
    text = words(page_of(school_life.ines, at=TUESDAY + 24 * HOUR))
    assert "a.pdf" in text
    assert "Tu l’as déposé mardi à 10 h." in text
    assert "retard" not in text
    assert HandIn.objects.count() == 2


def test_giving_is_still_possible_after_the_day(school_life, asked):
    late = TUESDAY + 5 * 24 * HOUR
    with time_machine.travel(late, tick=False):
        response = signed_in(school_life.ines).post(address(asked), {"files": upload()})

    assert response.status_code == 302
    assert "Déposer un autre fichier" in words(page_of(school_life.ines, at=late))
    assert "retard" not in words(page_of(school_life.ines, at=late))


def test_a_year_that_is_over_takes_no_file_any_more(school_life, asked):
    year = school_life.teaching.year
    after = dt.datetime.combine(year.ends_on + dt.timedelta(days=1), dt.time(12), dt.UTC)

    with time_machine.travel(after, tick=False):
        response = signed_in(school_life.ines).post(address(asked), {"files": upload()})

    assert response.status_code == 404
    assert not StoredFile.objects.exists()


def test_a_file_of_thirty_megabytes_is_refused_to_a_pupil_with_its_reason(
    school_life, asked, today
):
    heavy = upload("film.pdf", b"%PDF-" + b"0" * 30_000_000)

    response = signed_in(school_life.ines).post(address(asked), {"files": heavy})

    assert "« film.pdf » : trop lourd" in words(response)
    assert not StoredFile.objects.exists()


def test_the_same_file_sent_twice_is_one(school_life, asked, today):
    for _tap in range(2):
        signed_in(school_life.ines).post(address(asked), {"files": upload()})

    assert HandIn.objects.count() == 1


def test_the_same_file_chosen_twice_is_one(school_life, asked, today):
    twice = {"files": [upload("a.pdf"), upload("copie de a.pdf")]}

    signed_in(school_life.ines).post(address(asked), twice)

    assert HandIn.objects.count() == 1


def test_a_fourth_file_is_refused_until_one_is_taken_back(school_life, asked, today):
    rows = [
        give(school_life, asked, school_life.ines, data=PDF + b"%d%%%%EOF" % n) for n in range(3)
    ]
    fourth = kept(school_life, by=school_life.ines, data=PDF + b"4%%EOF")
    state = asked.versions.get()

    with pytest.raises(NotebookError, match="3 fichiers"):
        hand_in(state, school_life.ines, [fourth], at=TUESDAY)
    assert "Tu as déposé 3 fichiers" in words(signed_in(school_life.ines).get(address(asked)))
    take_back(rows[0], at=TUESDAY)
    hand_in(state, school_life.ines, [fourth], at=TUESDAY)
    assert HandIn.objects.standing().count() == 3


def test_a_refused_file_is_said_and_the_good_one_waits_ticked(school_life, asked, today):
    client = signed_in(school_life.ines)
    response = client.post(address(asked), {"files": [upload("bon.pdf"), upload("jeu.exe", b"MZ")]})

    assert "« jeu.exe » : c’est un programme" in words(response)
    (good,) = picked(response)[0]
    assert not HandIn.objects.exists()
    assert client.post(address(asked), {"kept": good, "known": good}).status_code == 302
    assert HandIn.objects.get().stored.name == "bon.pdf"


def test_nothing_chosen_is_asked_for(school_life, asked, today):
    assert "Choisis un fichier." in words(signed_in(school_life.ines).post(address(asked), {}))


def test_a_pupil_cannot_give_the_file_of_a_classmate(school_life, asked, today):
    theirs = str(kept(school_life, "leo.pdf", by=school_life.leo).public_id)

    response = signed_in(school_life.ines).post(address(asked), {"kept": theirs, "known": theirs})

    assert "leo.pdf" not in words(response)
    assert not HandIn.objects.exists()


def test_a_file_is_taken_back_twice_and_only_by_its_pupil(school_life, asked, today):
    row = give(school_life, asked, school_life.ines)
    url = reverse("homework:student_take_back", args=[row.public_id])

    assert signed_in(school_life.leo).post(url).status_code == 404
    assert HandIn.objects.standing().exists()
    for _tap in range(2):
        assert signed_in(school_life.ines).post(url).status_code == 302
    assert not HandIn.objects.standing().exists()
    assert opened(school_life.teacher, row, "staff")[0] == 404
    assert opened(school_life.ines, row, "student")[0] == 404


def test_only_a_work_that_asks_for_a_file_takes_one(school_life, today):
    silent = write(school_life, works=[work()]).works.get()
    draft = write(school_life, rank=2, is_draft=True, works=[work(asks_file=True)]).works.get()
    theirs = write(
        school_life, rank=3, works=[work(asks_file=True, students=(school_life.leo,))]
    ).works.get()

    for homework in (silent, draft, theirs):
        client = signed_in(school_life.ines)
        assert client.get(address(homework)).status_code == 404
        assert client.post(address(homework), {"files": upload()}).status_code == 404
    assert not StoredFile.objects.exists()


def test_a_work_that_no_longer_asks_takes_none_and_gives_back_what_it_has(school_life, asked):
    row = give(school_life, asked, school_life.ines)
    again = work("Une maquette", seen=1)
    rewrite_lesson(
        asked.lesson,
        page(),
        seen=1,
        known=[(asked, again)],
        by=school_life.teacher.user,
        at=TUESDAY,
    )

    text = words(page_of(school_life.ines))
    assert "Reprendre" in text
    assert "Déposer un fichier" not in text
    assert opened(school_life.teacher, row, "staff")[0] == 200


def test_the_family_knows_and_opens_and_another_family_does_not(school_life, asked):
    row = give(school_life, asked, school_life.ines, "canari.pdf")

    text = words(page_of(school_life.mother, "homework:family_notebook"))

    assert f"{school_life.ines.first_name} a déposé" in text
    assert "canari.pdf" in text
    assert opened(school_life.mother, row) == (200, PDF)
    assert opened(school_life.mother_of_leo, row)[0] == 404
    assert "canari.pdf" not in words(page_of(school_life.mother_of_leo, "homework:family_notebook"))
    assert "canari.pdf" not in words(page_of(school_life.leo))


def test_what_is_read_for_a_family_holds_no_other_pupil_s_file(school_life, asked):
    give(school_life, asked, school_life.ines, "canari.pdf")
    days = (TODAY, TODAY + dt.timedelta(days=9))

    def given(person, capacity):
        (row,) = works_to_do(reader(person, capacity), days, at=TUESDAY)
        return [one["name"] for one in row.given]

    assert given(school_life.mother, "family") == given(school_life.ines, "student")
    assert given(school_life.mother, "family") == ["canari.pdf"]
    assert given(school_life.mother_of_leo, "family") == given(school_life.leo, "student") == []


def test_only_who_teaches_the_class_opens_what_was_given(school_life, asked):
    cast = school_life
    cast.principal = StaffFactory(school=cast.school, role=Role.PRINCIPAL)
    cast.cpe = StaffFactory(school=cast.school, role=Role.CPE)
    row = give(cast, asked, cast.ines, "canari.pdf")
    addresses = [
        reverse(f"homework:{name}", args=[asked.public_id])
        for name in ("hand_ins", "hand_ins_archive")
    ]

    for name in ("colleague", "lead", "principal", "cpe", "mother", "ines"):
        client = signed_in(getattr(cast, name))
        with time_machine.travel(TUESDAY, tick=False):
            assert [client.get(one).status_code for one in addresses] == [404, 404]
            lesson = client.get(reverse("homework:lesson_detail", args=[asked.lesson.public_id]))
        assert opened(getattr(cast, name), row, "staff")[0] == 404
        assert "déposé" not in words(lesson)
    assert opened(cast.teacher, row, "staff") == (200, PDF)
    newcomer = StaffFactory(school=cast.school)
    TeachingStaffFactory(teaching=cast.teaching, staff=newcomer)
    assert opened(newcomer, row, "staff")[0] == 200


def test_the_teacher_reads_who_gave_by_name_and_reproaches_nobody(school_life, asked):
    give(school_life, asked, school_life.leo, "canari.pdf")

    text = words(page_of(school_life.teacher, "homework:hand_ins", asked.public_id))
    lesson = words(page_of(school_life.teacher, "homework:lesson_detail", asked.lesson.public_id))

    assert "1 fichier déposé" in text
    given, others = text.split("Pas de fichier ici (peut-être sur papier)")
    assert school_life.leo.display_last_name in given
    assert school_life.ines.display_last_name in others
    assert "10 h" not in given
    assert "1 fichier déposé" in lesson


def test_a_file_that_the_antivirus_has_not_seen_is_told_and_opened_by_nobody(school_life, asked):
    row = give(school_life, asked, school_life.ines)
    give(school_life, asked, school_life.leo, data=PDF + b"2%%EOF")
    StoredFile.objects.filter(pk=row.stored_id).update(checked=Checked.WAITING)

    for person, space in (("ines", "student"), ("mother", "family"), ("teacher", "staff")):
        assert opened(getattr(school_life, person), row, space)[0] == 404
    waiting = "en attente de l’antivirus"
    assert waiting in words(page_of(school_life.ines))
    assert waiting in words(page_of(school_life.teacher, "homework:hand_ins", asked.public_id))


def test_all_the_files_come_in_one_archive_under_clean_names(school_life, asked):
    for n, student in enumerate((school_life.ines, school_life.ines, school_life.leo)):
        give(school_life, asked, student, "../../x.pdf", data=PDF + b"%d%%%%EOF" % n)
    response = page_of(school_life.teacher, "homework:hand_ins_archive", asked.public_id)

    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == 3
        assert all(name.startswith(f"{asked.teaching.class_code}_") for name in names)
        assert all(name.split("_")[1].isupper() for name in names)
        assert all(name.isascii() and name.endswith(".pdf") and "/" not in name for name in names)
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert {archive.read(name) for name in names} == {PDF + b"%d%%%%EOF" % n for n in range(3)}
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_an_archive_of_nothing_or_of_too_much_does_not_exist(school_life, asked, monkeypatch):
    url = ("homework:hand_ins_archive", asked.public_id)
    assert page_of(school_life.teacher, *url).status_code == 404
    give(school_life, asked, school_life.ines)
    assert page_of(school_life.teacher, *url).status_code == 200
    StoredFile.objects.update(size=2_000_000_000)

    assert page_of(school_life.teacher, *url).status_code == 404


@pytest.mark.parametrize("pupils", [1, 3])
def test_the_page_of_hand_ins_asks_the_same_for_one_pupil_and_three(school_life, asked, pupils):
    for n in range(pupils):
        give(school_life, asked, school_life.leo, data=PDF + b"%d%%%%EOF" % n)
    client = signed_in(school_life.teacher)
    url = reverse("homework:hand_ins", args=[asked.public_id])

    with time_machine.travel(TUESDAY, tick=False), statements() as asked_for:
        client.get(url)

    assert len(asked_for) == 9, asked_for.listed()
