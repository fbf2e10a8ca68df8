"""The week on one sheet: what is on it, for whom, and nothing that nobody reads yet."""

import datetime as dt
import html
import io

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from apps.files.models import StoredFile
from apps.homework.models import Attachment
from apps.homework.notebook.services.reuse import cancel_work
from apps.homework.notebook.services.writing import rewrite_lesson
from apps.schools.models import Closure
from coeduc import documents
from tests.bodies import bytes_of, text_of
from tests.factories.schools import (
    EnrolmentFactory,
    GroupFactory,
    GroupMembershipFactory,
    GuardianFactory,
    GuardianshipFactory,
    StudentFactory,
    TeachingFactory,
)
from tests.homework.conftest import TODAY, TUESDAY, page, work, write
from tests.queries import statements

pytestmark = pytest.mark.django_db

MONDAY = TODAY - dt.timedelta(days=TODAY.weekday())
FAMILY, PUPIL = "/famille/cahier/semaine/", "/eleve/cahier/semaine/"


def sheet_of_class(cast):
    return reverse("homework:class_week_pdf", args=[cast.teaching.division.public_id])


def page_of_class(cast):
    return reverse("homework:class_week", args=[cast.teaching.division.public_id])


def printed(client, user, address=FAMILY):
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return " ".join(text_of(response).split())


@pytest.fixture
def full_week(school_life, today):
    """A class work, Inès's adapted work, a draft, a work for another class, one to come tonight."""
    cast = school_life
    write(
        cast,
        text="Les fractions.",
        question="Où voit-on des fractions ?",
        works=[
            work(
                r"Calculer $\frac{1}{2}+x^2$",
                minutes=20,
                needs_screen=True,
                offline_way="lire la page 60",
            )
        ],
    )
    write(cast, rank=2, works=[work("Rose des sables", students=(cast.ines,))])
    write(cast, rank=3, works=[work("Sentier du nord")], is_draft=True)
    write(cast, cast.elsewhere, works=[work("Plan de la gare")])
    write(
        cast,
        rank=4,
        works=[work("Marée basse")],
        show_from=TUESDAY + dt.timedelta(days=2),
    )
    return cast


def test_a_family_prints_the_week_of_its_child_with_what_is_to_be_done(client, full_week):
    text = printed(client, full_week.mother)

    assert full_week.ines.first_name in text
    assert full_week.teaching.division.code in text
    assert "Jeudi 19 novembre" in text
    assert "Mathématiques · 20 min" in text.replace("\u00a0", " ")
    assert "1/2+x2" in text
    assert "lire la page 60" in text
    assert "Où voit-on des fractions" in text
    assert "Les fractions." in text
    assert "Rose des sables" in text


def test_a_family_is_printed_no_draft_no_later_work_and_nothing_of_another_class(client, full_week):
    for user in (full_week.mother, full_week.mother_of_leo):
        text = printed(client, user)

        assert "Calculer" in text
        assert not {"Sentier", "Marée", "Plan de la gare"} & set(text.split())
        assert "Marée basse" not in text
        assert "Plan de la gare" not in text
        assert "Sentier du nord" not in text

    assert "Rose des sables" not in text  # Léo’s


def test_a_guardian_who_opens_no_notebook_has_no_sheet(client, full_week):
    client.force_login(full_week.overseer)

    assert client.get(FAMILY).status_code == 404


def test_each_child_has_a_page(client, full_week):
    guardian = full_week.mother.guardians.get()
    GuardianshipFactory(student=full_week.zoe, guardian=guardian)
    client.force_login(full_week.mother)

    response = client.get(FAMILY)

    assert page_count(response) == 2
    assert "Plan de la gare" in text_of(response)


def page_count(response):
    return len(PdfReader(io.BytesIO(bytes_of(response))).pages)


def test_a_full_week_stays_on_one_page_without_what_was_done(client, full_week):
    for rank in range(5, 11):
        write(
            full_week,
            rank=rank,
            text="Lecture suivie. " * 30,
            question=f"Qui est le personnage {rank} ?",
            works=[work(f"Lire le chapitre {rank}, puis répondre sur le cahier.")],
        )
    client.force_login(full_week.mother)

    response = client.get(FAMILY)

    assert page_count(response) == 1
    assert "Lecture suivie" not in text_of(response)
    assert "Lire le chapitre 10" in text_of(response)


def test_a_longer_week_goes_on_over_the_page_and_loses_nothing(client, full_week):
    for rank in range(5, 15):
        write(full_week, rank=rank, works=[work(f"Numéro {rank} : " + "bien lire le texte. " * 40)])
    client.force_login(full_week.mother)

    response = client.get(FAMILY)

    assert page_count(response) > 1
    text = " ".join(text_of(response).split())
    assert all(f"Numéro {rank}" in text for rank in range(5, 15))


def test_a_pupil_is_told_tu_and_finds_their_own_tick(client, full_week):
    text = printed(client, full_week.ines.user, PUPIL)

    assert "On peut te demander" in text
    assert "Rose des sables" in text
    assert "Rose des sables" not in printed(client, full_week.leo.user, PUPIL)


def test_what_nobody_reads_yet_changes_no_byte_of_the_sheet(client, school_life, today):
    write(school_life, works=[work("Exercice 4")])
    client.force_login(school_life.mother)
    before = bytes_of(client.get(FAMILY))

    write(school_life, rank=2, works=[work("Sentier du nord")], is_draft=True)
    write(school_life, rank=3, works=[work("Rose")], show_from=TUESDAY + dt.timedelta(days=1))
    write(school_life, rank=4, text="", works=[work("Pour Léo", students=(school_life.leo,))])

    assert bytes_of(client.get(FAMILY)) == before


def test_the_family_sheet_takes_as_many_statements_for_three_children(client, full_week):
    guardian = full_week.mother.guardians.get()
    client.force_login(full_week.mother)
    client.get(FAMILY)
    with statements() as one:
        client.get(FAMILY)
    for student in (full_week.leo, full_week.zoe):
        GuardianshipFactory(student=student, guardian=guardian)
    with statements() as three:
        client.get(FAMILY)

    assert len(three) == len(one) <= 8


def test_the_team_copies_for_the_class_what_all_its_pupils_read(client, full_week):
    for person in (full_week.teacher, full_week.colleague, full_week.lead):
        text = printed(client, person.user, sheet_of_class(full_week))

        assert "Calculer" in text
        assert "Rose des sables" not in text
        assert "Sentier du nord" not in text
        assert "Marée basse" not in text
        assert "Plan de la gare" not in text
        assert full_week.ines.first_name not in text


def test_a_group_of_the_class_is_said_and_another_class_s_is_not(client, full_week):
    cast = full_week
    german, far = (
        GroupFactory(school=cast.school, year=cast.teaching.year, code=code, label=label)
        for code, label in (("ALL1", "Allemand 1"), ("ALL2", "Allemand 2"))
    )
    GroupMembershipFactory(group=german, student=cast.leo)
    GroupMembershipFactory(group=far, student=cast.zoe)
    for group, text in ((german, "Lire la page 30"), (far, "Lire la page 31")):
        teaching = TeachingFactory(
            school=cast.school,
            year=cast.teaching.year,
            subject=cast.french.subject,
            division=None,
            group=group,
        )
        write(cast, teaching, works=[work(text)])

    text = printed(client, cast.colleague.user, sheet_of_class(cast))

    assert "Français, groupe Allemand 1" in text
    assert "Lire la page 30" in text
    assert "page 31" not in text


def test_a_file_is_named_and_asked_of_the_teacher_where_there_is_no_screen(
    client, school_life, today
):
    lesson = write(school_life, works=[work("Colorier la carte")])
    stored = StoredFile.objects.create(
        school=school_life.school,
        file="notebook/x",
        name="carte.pdf",
        content_type="application/pdf",
        size=10,
        sha256="0" * 64,
        added_at=TUESDAY,
        by=school_life.teacher.user,
    )
    Attachment.objects.create(
        school=school_life.school,
        lesson=lesson,
        homework=lesson.works.get(),
        stored=stored,
        visible_at=TUESDAY,
        added_at=TUESDAY,
        by=school_life.teacher.user,
    )

    at_home = printed(client, school_life.mother)
    at_school = printed(client, school_life.teacher.user, sheet_of_class(school_life))

    assert "Fichier joint : carte.pdf" in at_home
    assert "à demander au professeur" not in at_home
    assert "carte.pdf (à demander au professeur)" in at_school


def test_a_teacher_of_another_class_gets_no_sheet_of_this_one(client, full_week):
    client.force_login(full_week.colleague.user)
    address = reverse("homework:class_week_pdf", args=[full_week.elsewhere.division.public_id])

    assert client.get(address).status_code == 404


def test_the_team_is_told_how_many_families_need_paper_and_never_who(client, full_week):
    cast = full_week
    student = StudentFactory(school=cast.school, first_name="Oumou", last_name="PAPIER")
    EnrolmentFactory(division=cast.teaching.division, student=student)
    guardian = GuardianFactory(school=cast.school, user=None, email="", last_name="PAPIER")
    GuardianshipFactory(student=student, guardian=guardian)
    client.force_login(cast.colleague.user)

    page = client.get(page_of_class(cast)).content.decode()

    assert "1 famille de cette classe a besoin" in page
    assert "PAPIER" not in page
    assert "Oumou" not in page


def test_the_page_of_the_class_takes_as_many_statements_for_more_works(client, full_week):
    client.force_login(full_week.colleague.user)
    address = page_of_class(full_week)
    client.get(address)
    with statements() as few:
        client.get(address)
    for rank in (5, 6):
        write(full_week, rank=rank, question="Pourquoi ?", works=[work("Lire")] * 2)
    with statements() as more:
        client.get(address)

    assert len(more) == len(few)


def test_a_cancelled_work_is_not_printed_and_a_corrected_one_says_so(client, school_life, today):
    lesson = write(school_life, works=[work("Exercice 4"), work("Exercice 5")])
    four, five = lesson.works.order_by("pk")
    cancel_work(four, seen=1, by=school_life.teacher.user, at=TUESDAY)
    rewrite_lesson(
        lesson,
        page(),
        seen=1,
        known=[(five, work("Exercice 7", seen=1))],
        by=school_life.teacher.user,
        at=TUESDAY + dt.timedelta(seconds=1),
    )
    with time_machine.travel(TUESDAY + dt.timedelta(minutes=2), tick=False):
        text = printed(client, school_life.mother)

    assert "Exercice 4" not in text
    assert "Exercice 5" not in text
    assert "Exercice 7" in text
    assert "corrigé" in text


@pytest.fixture
def without_pango(monkeypatch):
    def missing():
        raise documents.DocumentsUnavailableError(str(documents.PANGO_IS_MISSING))

    monkeypatch.setattr(documents, "prepared_press", missing)


def test_without_pango_the_page_says_it_and_stays(client, full_week, without_pango):
    client.force_login(full_week.mother)

    response = client.get(FAMILY, follow=True)

    assert response.status_code == 200
    assert "Pango" in response.content.decode()


def test_without_pango_the_page_of_the_class_says_it_before_anybody_prints(
    client, full_week, without_pango
):
    client.force_login(full_week.teacher.user)

    page = client.get(page_of_class(full_week)).content.decode()

    assert str(documents.PANGO_IS_MISSING) in html.unescape(page)


@pytest.mark.parametrize(
    ("who", "notebook"), [("mother", "/famille/cahier/"), ("ines", "/eleve/cahier/")]
)
def test_without_pango_a_family_is_told_instead_of_led_to_a_sheet(
    client, full_week, monkeypatch, who, notebook
):
    monkeypatch.setattr(documents, "looks_available", lambda: False)
    person = getattr(full_week, who)
    client.force_login(getattr(person, "user", None) or person)

    page = client.get(notebook).content.decode()

    assert "ce serveur ne sait pas fabriquer de PDF" in page
    assert f"{notebook}semaine/" not in page


def test_where_sheets_can_be_made_no_page_speaks_of_what_is_missing(client, full_week):
    client.force_login(full_week.teacher.user)

    assert "Pango" not in client.get(page_of_class(full_week)).content.decode()


@pytest.mark.parametrize("weeks", [-56, -30, -4, -2, 2, 12, 30, 56])
@pytest.mark.parametrize("who", ["family", "pupil", "class"])
def test_a_week_of_holidays_is_said_closed_however_far_to_whoever_reads_it(
    client, school_life, today, who, weeks
):
    monday = MONDAY + dt.timedelta(weeks=weeks)
    Closure.objects.create(
        school=school_life.school,
        label="Vacances",
        starts_on=monday,
        ends_on=monday + dt.timedelta(days=6),
    )
    user, address = {
        "family": (school_life.mother, FAMILY),
        "pupil": (school_life.ines.user, PUPIL),
        "class": (school_life.lead.user, sheet_of_class(school_life)),
    }[who]

    text = printed(client, user, f"{address}?semaine={monday.isoformat()}")

    assert text.count("Pas de classe.") == 5
    assert "Rien à faire" not in text
