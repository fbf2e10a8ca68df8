"""Who opens a file of the notebook, and what they are sent."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from apps.files.enums import Checked
from apps.files.models import StoredFile
from apps.homework.models import Attachment
from coeduc.access import Capacity
from tests.files.samples import CANARY, HONEST, PDF, located_photo
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, reader, work, write
from tests.homework.giving import give, joined, kept, opened
from tests.queries import statements

pytestmark = pytest.mark.django_db
FAMILY, PUPIL = "homework:family_notebook", "homework:student_notebook"


def page_of(person, route):
    client = Client()
    client.force_login(getattr(person, "user", person))
    with time_machine.travel(TUESDAY, tick=False):
        return client.get(reverse(route)).content.decode().replace("\xa0", " ")


def sent(person, row, space="family"):
    client = Client()
    client.force_login(getattr(person, "user", person))
    address = reverse(f"homework:{space}_file", args=[row.public_id])
    with time_machine.travel(TUESDAY, tick=False):
        return client.get(address)


@pytest.mark.parametrize("kind", HONEST)
def test_only_a_picture_is_shown_and_everything_else_is_downloaded(school_life, kind):
    data, content_type, suffix = HONEST[kind]
    stored = kept(school_life, "Leçon d’été.exe", data=data)
    row = write(school_life, files=joined(stored)).attachments.get()

    response = sent(school_life.mother, row)

    headers = response.headers
    is_picture = content_type.startswith("image/")
    assert headers["Content-Disposition"].startswith("inline" if is_picture else "attachment")
    assert f"Le%C3%A7on%20d%E2%80%99%C3%A9t%C3%A9{suffix}" in headers["Content-Disposition"]
    words = "text/plain; charset=utf-8" if content_type == "text/plain" else content_type
    assert headers["Content-Type"] == words
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"] == "private, no-store"
    assert not {"ETag", "Last-Modified"} & set(headers)


def test_a_page_hidden_in_a_text_is_only_ever_a_text_to_download(school_life):
    hidden = b"a" * 5000 + b"<script>alert(1)</script>"
    stored = kept(school_life, "page.html", data=hidden)
    row = write(school_life, files=joined(stored)).attachments.get()

    response = sent(school_life.mother, row)

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert 'attachment; filename="page.txt"' in response.headers["Content-Disposition"]


def test_a_photo_of_a_lesson_says_nothing_of_where_it_was_taken(school_life):
    stored = kept(school_life, "tableau.jpg", data=located_photo())
    row = write(school_life, files=joined(stored)).attachments.get()

    assert CANARY not in opened(school_life.mother, row)[1]


def test_a_family_and_a_pupil_read_the_files_of_the_lesson_and_of_the_work(school_life):
    write(
        school_life,
        text="Fractions",
        files=joined(kept(school_life, "cours.pdf")),
        works=[work("Lire", THURSDAY, files=joined(kept(school_life, "exercice.pdf")))],
    )

    for person, route in ((school_life.mother, FAMILY), (school_life.ines, PUPIL)):
        body = page_of(person, route)
        assert "cours.pdf" in body
        assert "exercice.pdf" in body
        assert "PDF, " in body
    assert "cours.pdf" not in page_of(school_life.mother_of_zoe, FAMILY)


def test_a_photo_alone_is_a_lesson_that_a_family_sees(school_life):
    photo = kept(school_life, "tableau.jpg", data=HONEST["jpeg"][0])
    write(school_life, text="", files=joined(photo))

    body = page_of(school_life.mother, FAMILY)

    assert "tableau.jpg" in body
    assert 'loading="lazy"' in body


def test_a_work_that_asks_for_a_file_always_says_how_to_do_without(school_life):
    asking = work("Une maquette", THURSDAY, asks_file=True, offline_way="une feuille suffit")
    write(school_life, works=[asking])

    for person, route in ((school_life.mother, FAMILY), (school_life.ines, PUPIL)):
        body = page_of(person, route)
        assert "Sans fichier : une feuille suffit" in body
        assert "papier" in body


READS = ("mother", "father", "carer")


def test_every_person_opens_what_their_page_shows_and_nothing_else(school_life):
    """Names and bytes of six files, each asked for by everybody in every space."""
    cast = school_life
    files = {
        name: kept(cast, f"canari-{name}.pdf", data=PDF + name.encode())
        for name in ("shown", "draft", "adapted", "removed", "waiting", "parallel")
    }
    write(cast, files=joined(files["shown"]))
    write(cast, rank=2, is_draft=True, files=joined(files["draft"]))
    adapted = work("Aéré", students=(cast.leo,), files=joined(files["adapted"]))
    write(cast, rank=3, works=[adapted])
    write(cast, rank=4, files=joined(files["removed"], files["waiting"]))
    Attachment.objects.filter(stored=files["removed"]).update(removed_at=TUESDAY)
    StoredFile.objects.filter(pk=files["waiting"].pk).update(checked=Checked.WAITING)
    write(cast, cast.elsewhere, by=cast.colleague, files=joined(files["parallel"]))
    rows = {name: Attachment.objects.get(stored=stored) for name, stored in files.items()}

    def opens(name, space):
        found = {
            key for key, row in rows.items() if opened(getattr(cast, name), row, space)[0] == 200
        }
        if space != "staff":
            body = page_of(getattr(cast, name), FAMILY if space == "family" else PUPIL)
            assert {key for key in rows if f"canari-{key}" in body} == found
        return found

    assert all(opens(name, "family") == {"shown"} for name in READS)
    assert opens("mother_of_leo", "family") == {"shown", "adapted"}
    assert opens("mother_of_zoe", "family") == {"parallel"}
    assert opens("ines", "student") == {"shown"}
    assert opens("leo", "student") == {"shown", "adapted"}
    assert opens("zoe", "student") == {"parallel"}
    assert opens("teacher", "staff") >= {"shown", "draft", "adapted"}
    assert not opens("teacher", "staff") & {"removed", "waiting", "parallel"}
    for name in ("overseer", "contact"):
        who = reader(getattr(cast, name), Capacity.FAMILY)
        assert not Attachment.objects.visible_to(who, at=TUESDAY).exists()
        assert {opened(getattr(cast, name), row)[0] for row in rows.values()} == {404}


def test_nobody_opens_a_file_through_the_address_of_another_space(school_life, asked):
    row = write(school_life, rank=2, files=joined(kept(school_life))).attachments.get()
    given = give(school_life, asked, school_life.ines)

    for one in (row, given):
        assert opened(school_life.teacher, one, "family")[0] == 404
        assert opened(school_life.mother, one, "staff")[0] == 404
        assert opened(school_life.mother, one, "student")[0] == 404
        assert opened(school_life.ines, one, "family")[0] == 404


def test_a_file_gone_from_the_disk_is_not_found(school_life):
    stored = kept(school_life)
    row = write(school_life, files=joined(stored)).attachments.get()
    stored.file.storage.delete(stored.file.name)

    assert opened(school_life.mother, row)[0] == 404


@pytest.mark.parametrize("files", [0, 3])
def test_files_cost_no_statement_to_families_nor_pupils(school_life, files):
    for rank in (1, 2):
        write(
            school_life,
            rank=rank,
            day=TODAY,
            files=joined(*[kept(school_life, f"{n}.pdf") for n in range(files)]),
            works=[work(files=joined(*[kept(school_life) for _n in range(files)]))],
        )

    for person, route, most in ((school_life.mother, FAMILY, 8), (school_life.ines, PUPIL, 8)):
        client = Client()
        client.force_login(getattr(person, "user", person))
        with time_machine.travel(TUESDAY, tick=False), statements() as asked:
            body = client.get(reverse(route)).content.decode()
        assert ("2.pdf" in body) is (files == 3)
        assert len(asked) <= most, asked.listed()
