"""A teacher joins files to a lesson: nothing is chosen twice, nothing of a colleague is taken."""

import pytest
from django.test import Client

from apps.files.models import StoredFile
from apps.homework.models import Attachment, Lesson
from apps.homework.notebook.services.reuse import copy_lesson, publish_lesson
from apps.homework.notebook.services.writing import rewrite_lesson
from tests.factories.schools import TeachingStaffFactory
from tests.files.clamd import EICAR, listening
from tests.files.samples import HOSTILE, PDF, picture
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, page, work, write
from tests.homework.giving import joined, kept, opened, picked, upload
from tests.homework.pages import DAY, NIGHT, of, one, typed, words, write_url

pytestmark = pytest.mark.django_db


def files_of(lesson):
    return [row.stored.name for row in lesson.attachments.filter(removed_at=None).order_by("pk")]


def test_files_are_joined_to_the_lesson_and_to_a_work(today, teacher, school_life):
    data = typed(works=[one()])
    data["files"] = [upload("cours.pdf"), upload("tableau.jpg", picture("JPEG"))]
    data["work-0-files"] = [upload("exercice.pdf")]

    response = teacher.post(write_url(school_life.teaching), data)

    lesson = Lesson.objects.get()
    assert response.url == of("lesson_detail", lesson)
    rows = {row.stored.name: row.homework for row in lesson.attachments.all()}
    assert rows == {"cours.pdf": None, "tableau.jpg": None, "exercice.pdf": lesson.works.get()}
    content = words(teacher.get(response.url))
    assert "cours.pdf" in content
    assert "PDF, " in content


def test_a_photo_of_the_board_alone_is_a_lesson(today, teacher, school_life):
    data = typed(text="")
    data["files"] = [upload("tableau.jpg", picture("JPEG"))]

    teacher.post(write_url(school_life.teaching), data)

    row = Attachment.objects.get()
    assert opened(school_life.mother, row)[0] == 200


def test_an_error_elsewhere_keeps_the_files_and_what_was_typed(today, teacher, school_life):
    url = write_url(school_life.teaching)
    wrong = typed("Les aires", works=[{"text": "Lire", "due": "autre"}])
    wrong["files"] = [upload("cours.pdf")]
    wrong["work-0-files"] = [upload("exercice.pdf")]

    response = teacher.post(url, wrong)

    assert "Dites pour quel jour." in words(response)
    assert "Les aires" in words(response)
    assert not Lesson.objects.exists()
    (first,), (second,) = picked(response)[0], picked(response, "work-0-")[0]
    again = typed("Les aires", works=[one("Lire", kept=second, known=second)])
    teacher.post(url, again | {"kept": first, "known": first})
    assert files_of(Lesson.objects.get()) == ["cours.pdf", "exercice.pdf"]
    assert StoredFile.objects.count() == 2


@pytest.mark.parametrize("name", ["windows program", "svg", "word with macros", "nothing"])
def test_a_refused_file_is_said_beside_its_field_and_the_others_are_kept(
    today, teacher, school_life, name
):
    data, word = HOSTILE[name]
    sent = typed("Les aires")
    sent["files"] = [upload("bon.pdf"), upload("mauvais.pdf", data)]

    response = teacher.post(write_url(school_life.teaching), sent)

    assert "« mauvais.pdf »" in words(response)
    assert word in words(response)
    assert "Les aires" in words(response)
    assert [row.name for row in StoredFile.objects.all()] == ["bon.pdf"]
    assert len(picked(response)[0]) == 1
    assert not Lesson.objects.exists()


def test_a_file_of_thirty_megabytes_is_refused_and_nothing_typed_is_lost(
    today, teacher, school_life
):
    sent = typed("Les aires", works=[one("Lire")])
    sent["files"] = [upload("lourd.pdf", b"%PDF-" + b"0" * 30_000_000)]
    sent["question"] = "Pourquoi ?"

    response = teacher.post(write_url(school_life.teaching), sent)

    content = words(response)
    assert "« lourd.pdf » : trop lourd : 10 Mo au plus par fichier" in content
    for typed_before in ("Les aires", "Lire", "Pourquoi ?"):
        assert typed_before in content
    assert not StoredFile.objects.exists()


def test_a_sixth_file_is_refused_and_the_five_first_are_kept(today, teacher, school_life):
    sent = typed()
    sent["files"] = [upload(f"{n}.pdf") for n in range(6)]

    response = teacher.post(write_url(school_life.teaching), sent)

    assert "« 5.pdf » : 5 fichiers au plus." in words(response)
    assert len(picked(response)[0]) == 5


def test_a_line_more_keeps_the_files_and_says_those_refused(today, teacher, school_life):
    sent = typed(act="more")
    sent["files"] = [upload("cours.pdf"), upload("virus.exe", b"MZ")]

    response = teacher.post(write_url(school_life.teaching), sent)

    assert len(picked(response)[0]) == 1
    assert "« virus.exe » : c’est un programme" in words(response)
    assert "Quelque chose est à corriger" in words(response)


def test_nobody_joins_the_file_of_somebody_else_by_its_number(today, teacher, school_life):
    theirs = kept(school_life, "secret.pdf", by=school_life.colleague)
    stolen = {"kept": str(theirs.public_id), "known": str(theirs.public_id)}

    response = teacher.post(write_url(school_life.teaching), typed(**stolen))

    assert "Un fichier n’est plus là" in words(response)
    assert "secret.pdf" not in words(response)
    assert not Attachment.objects.exists()


def test_nobody_joins_what_a_colleague_joined_to_a_lesson_of_theirs(today, teacher, school_life):
    theirs = kept(school_life, "secret.pdf")
    lesson = write(school_life, files=joined(theirs))
    Lesson.objects.filter(pk=lesson.pk).update(author=school_life.colleague)
    StoredFile.objects.update(by=school_life.colleague.user)
    stolen = {"kept": str(theirs.public_id), "known": str(theirs.public_id)}

    response = teacher.post(write_url(school_life.teaching), typed(**stolen))

    assert "Un fichier n’est plus là" in words(response)
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("wrong", ["", "12", "../x", "é"])
def test_a_number_that_is_none_is_no_file(today, teacher, school_life, wrong):
    response = teacher.post(write_url(school_life.teaching), typed(kept=wrong, known=wrong))

    assert response.status_code == 200
    assert not Attachment.objects.exists()


def test_a_file_taken_off_leaves_the_families_and_stays_in_the_history(today, teacher, school_life):
    stored = kept(school_life)
    lesson = write(school_life, files=joined(stored))
    row = lesson.attachments.get()
    assert opened(school_life.mother, row)[0] == 200
    correction = {"seen": "1", "reason": "Mauvais fichier.", "known": str(stored.public_id)}

    teacher.post(of("lesson_edit", lesson), typed(**correction))

    assert opened(school_life.mother, row)[0] == 404
    assert opened(school_life.teacher, row, "staff")[0] == 404
    assert Attachment.objects.get().removed_at == TUESDAY
    content = words(teacher.get(of("lesson_detail", lesson)))
    assert "Le fichier « cours.pdf » , retiré le mardi 17 novembre" in re_spaced(content)


def re_spaced(text):
    return " ".join(text.replace("<b>", "").replace("</b>", " ").split())


def test_a_file_that_a_colleague_joined_meanwhile_is_not_taken_off(today, teacher, school_life):
    TeachingStaffFactory(teaching=school_life.teaching, staff=school_life.colleague)
    mine = kept(school_life)
    lesson = write(school_life, files=joined(mine))
    theirs = kept(school_life, "colleague.pdf", by=school_life.colleague)
    rewrite_lesson(
        lesson,
        page(files=joined(theirs)),
        seen=1,
        by=school_life.colleague.user,
        at=TUESDAY,
    )
    known = str(mine.public_id)

    teacher.post(
        of("lesson_edit", lesson), typed(seen="1", reason="Un mot.", known=known, kept=known)
    )

    assert files_of(lesson) == ["cours.pdf", "colleague.pdf"]


def test_a_page_opened_before_its_files_existed_takes_none_off(today, teacher, school_life):
    lesson = write(school_life, files=joined(kept(school_life)))

    teacher.post(of("lesson_edit", lesson), typed("Fractions !", seen="1", reason="Un mot."))

    assert files_of(lesson) == ["cours.pdf"]


def test_a_stale_page_shows_both_texts_and_keeps_the_new_files(today, teacher, school_life):
    url = write_url(school_life.teaching)
    write(school_life, text="De la collègue")
    sent = typed("De moi")
    sent["files"] = [upload("cours.pdf")]

    response = teacher.post(url, sent)

    assert "De la collègue" in words(response)
    assert len(picked(response)[0]) == 1
    assert StoredFile.objects.count() == 1


def test_a_file_of_a_draft_a_schedule_or_the_night_waits_with_its_lesson(school_life):
    draft = write(school_life, is_draft=True, files=joined(kept(school_life)))
    night = write(school_life, rank=2, at=NIGHT, files=joined(kept(school_life)))
    morning = NIGHT + DAY / 2

    rows = [lesson.attachments.get() for lesson in (draft, night)]
    assert [opened(school_life.mother, row, at=NIGHT)[0] for row in rows] == [404, 404]
    assert [opened(school_life.mother, row, at=morning)[0] for row in rows] == [404, 200]
    assert opened(school_life.teacher, rows[0], "staff")[0] == 200
    publish_lesson(draft, by=school_life.teacher.user, at=morning)
    assert opened(school_life.mother, rows[0], at=morning)[0] == 200


def test_a_file_already_read_stays_when_a_correction_is_scheduled(school_life):
    lesson = write(school_life, files=joined(kept(school_life)))
    later = page("Autre texte", files=joined(kept(school_life, "b.pdf")), show_from=TUESDAY + DAY)

    rewrite_lesson(lesson, later, seen=1, by=school_life.teacher.user, at=TUESDAY)

    first, second = lesson.attachments.order_by("pk")
    assert opened(school_life.mother, first)[0] == 200
    assert opened(school_life.mother, second)[0] == 404
    assert opened(school_life.mother, second, at=TUESDAY + DAY)[0] == 200


def test_files_follow_a_copy_to_another_class_adapted_ones_stay(school_life):
    TeachingStaffFactory(teaching=school_life.elsewhere, staff=school_life.teacher)
    lesson = write(
        school_life,
        files=joined(kept(school_life)),
        works=[
            work("Pour tous", files=joined(kept(school_life, "tous.pdf"))),
            work("Aéré", files=joined(kept(school_life, "leo.pdf")), students=(school_life.leo,)),
        ],
    )
    who = {"by": school_life.teacher.user, "at": TUESDAY}

    copy = copy_lesson(lesson, school_life.elsewhere, day=TODAY, **who)

    assert files_of(copy) == ["cours.pdf", "tous.pdf"]
    assert StoredFile.objects.count() == 3
    statuses = [opened(school_life.mother_of_zoe, row)[0] for row in copy.attachments.all()]
    assert statuses == [200, 200]
    assert opened(school_life.mother_of_zoe, lesson.attachments.first())[0] == 404


def test_a_lesson_reused_brings_its_files(today, teacher, school_life):
    model = write(
        school_life,
        files=joined(kept(school_life)),
        works=[work(files=joined(kept(school_life, "exercice.pdf")))],
    )
    url = f"{write_url(school_life.teaching, THURSDAY)}?reprendre={model.public_id}"

    response = teacher.get(url)
    (mine,), (its,) = picked(response)[0], picked(response, "work-0-")[0]
    teacher.post(
        url,
        typed(works=[one("Lire", THURSDAY + 5 * DAY, kept=its, known=its)], kept=mine, known=mine),
    )

    again = Lesson.objects.exclude(pk=model.pk).get()
    assert files_of(again) == ["cours.pdf", "exercice.pdf"]
    assert StoredFile.objects.count() == 2


def test_who_may_not_write_leaves_no_file_behind(today, school_life):
    client = Client()
    client.force_login(school_life.lead.user)
    sent = typed()
    sent["files"] = [upload()]

    response = client.post(write_url(school_life.teaching), sent)

    assert response.status_code == 403
    assert not StoredFile.objects.exists()


def test_asking_for_a_file_wants_a_way_on_paper_where_a_family_has_no_screen(
    today, teacher, school_life
):
    school_life.mother.guardians.update(user=None, email="")
    for name in ("father", "carer", "overseer", "contact"):
        getattr(school_life, name).guardians.update(user=None, email="")
    url = write_url(school_life.teaching)

    refused = words(teacher.post(url, typed(works=[one(asks_file="on")])))
    assert "Dites comment faire sans écran ni imprimante" in refused

    teacher.post(url, typed(works=[one(asks_file="on", offline_way="Sur feuille")]))
    assert Lesson.objects.get().works.get().versions.get().asks_file


def test_a_teacher_is_told_that_a_file_waits_for_the_antivirus_and_families_see_nothing(
    today, teacher, school_life, settings
):
    settings.CLAMD_URL = "unix:///nowhere/clamd.sock"
    sent = typed()
    sent["files"] = [upload("un.pdf"), upload("deux.pdf")]

    response = teacher.post(write_url(school_life.teaching), sent)

    content = words(teacher.get(response.url))
    assert content.count("en attente de l’antivirus") == 2
    for row in Attachment.objects.all():
        assert opened(school_life.mother, row)[0] == 404
        assert opened(school_life.teacher, row, "staff")[0] == 404


def test_an_infected_file_is_refused_on_the_page(today, teacher, school_life, settings):
    with listening(("127.0.0.1", 0)) as (_server, url):
        settings.CLAMD_URL = url
        sent = typed("Les aires")
        sent["files"] = [upload("cours.pdf", PDF.replace(b"endobj", EICAR))]

        response = teacher.post(write_url(school_life.teaching), sent)

    assert "« cours.pdf » : l’antivirus y a trouvé un programme malveillant." in words(response)
    assert "Les aires" in words(response)
    assert not Lesson.objects.exists()
