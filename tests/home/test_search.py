"""The search of the team: who finds what, and nothing of what they may not see."""

import datetime as dt
import html
import re

import pytest
import time_machine
from django.urls import reverse

from apps.home.presenters import search
from apps.schools import policies
from apps.schools.enums import Role
from apps.schools.models import Division
from coeduc.access import Capacity, Reader
from coeduc.letters import key_of, plain
from coeduc.plain_words import pattern_of, words_of
from tests.factories.results import AssessmentFactory
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GroupFactory,
    GroupMembershipFactory,
    GuardianFactory,
    GuardianshipFactory,
    LeadTeacherFactory,
    SchoolFactory,
    StaffFactory,
    StudentFactory,
    SubjectFactory,
    TeachingFactory,
    TeachingStaffFactory,
    since,
)
from tests.queries import statements
from tests.typography import loose

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
ENDED = since(end=dt.datetime(2026, 10, 1, tzinfo=dt.UTC))
STATEMENTS = 12
ADDRESS = "/equipe/recherche/"


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def school():
    return SchoolFactory(name="Collège Simone-Exemple")


@pytest.fixture
def class_b(school):
    return DivisionFactory(school=school, code="4eB")


def pupil(division, first, last, **more):
    student = StudentFactory(school=division.school, first_name=first, last_name=last, **more)
    EnrolmentFactory(student=student, division=division)
    return student


def teaching_in(division, label="MATHÉMATIQUES"):
    subject = SubjectFactory(school=division.school, label=label)
    return TeachingFactory(school=division.school, division=division, subject=subject)


def teacher_of(division, **more):
    staff = StaffFactory(school=division.school, **more)
    TeachingStaffFactory(teaching=teaching_in(division), staff=staff)
    return staff


def in_office(school, role=Role.CPE):
    return StaffFactory(school=school, role=role, last_name="BUREAU").user


def asked(client, user, typed):
    client.force_login(user)
    return client.get(ADDRESS, {"q": typed})


def found(client, user, typed):
    """What is found, by group; the titles in order."""
    page = asked(client, user, typed).context["page"]
    return {group.title: [hit.title for hit in group.hits] for group in page.groups}


def text_of(response):
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


# --- By any part of a name -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "typed"),
    [
        ("Inès", "FRÊNE", "frene"),
        ("Inès", "FRÊNE", "INES frê"),
        ("Inès", "FRÊNE", "fre ine"),
        ("Zoé", "D'ARCY", "darcy"),
        ("Zoé", "D’ARCY", "d'arcy"),
        ("Zoé", "D’ARCY", "d’arcy zoé"),
        ("Jean-Pierre", "LE FÈVRE", "lefevre"),
        ("Jean-Pierre", "LEFÈVRE", "le fevre jean pierre"),
        ("Jean-Pierre", "LE FÈVRE", "jeanpierre"),
        ("Łukasz", "ØDEGÅRD", "lukasz odegard"),
        ("Đặng", "NGUYỄN", "dang nguyen"),
        ("Cœur", "ŒUVRARD", "coeur oeuvrard"),
        ("伟", "李", "李"),
        ("Inès", "FRÊNE", "  inès   FRÊNE  "),
        ("Inès", "FRÊNE", "frene 4eb"),
        ("Inès", "FRÊNE", "4EB ines"),
    ],
)
def test_a_pupil_is_found_by_any_part_of_the_name(client, class_b, first, last, typed):
    student = pupil(class_b, first, last)
    pupil(class_b, "Autre", "VOISIN")

    page = asked(client, in_office(class_b.school), typed).context["page"]

    assert [hit.url for group in page.groups for hit in group.hits] == [
        reverse("schools:student_detail", args=[student.public_id])
    ]


@pytest.mark.parametrize("typed", ["diallo ines", "MARTIN ines", "martin", "diallo"])
def test_a_pupil_is_found_by_the_name_used_and_by_the_family_name(client, class_b, typed):
    pupil(class_b, "Inès", "DIALLO", usage_name="MARTIN", sort_key="martin ines")

    assert found(client, in_office(class_b.school), typed) == {"Élèves": ["Martin Inès"]}


def test_the_family_name_is_said_where_another_is_used(client, class_b):
    pupil(class_b, "Inès", "DIALLO", usage_name="MARTIN", sort_key="martin ines")

    response = asked(client, in_office(class_b.school), "diallo")

    assert "nom de famille\N{NO-BREAK SPACE}: Diallo" in response.content.decode()


def test_those_whose_name_begins_with_the_words_come_first(client, class_b):
    for first, last in (("Malik", "ADAM"), ("Ali", "BONNET"), ("Noé", "ALIOUNE")):
        pupil(class_b, first, last)

    names = found(client, in_office(class_b.school), "ali")["Élèves"]

    assert names == ["Alioune Noé", "Bonnet Ali", "Adam Malik"]


@pytest.mark.parametrize("code", ["4eB", "4°B", "4 B", "4e B", "4ÈME B"])
@pytest.mark.parametrize("typed", ["4 b", "4b"])
def test_a_class_is_found_however_its_code_is_written(client, school, code, typed):
    division = DivisionFactory(school=school, code=code)
    pupil(division, "Inès", "FRÊNE")
    pupil(DivisionFactory(school=school, code="5eC"), "Léo", "TILLEUL")
    is_written_so = typed == "4 b" or "4b" in key_of(code).replace(" ", "")

    groups = found(client, in_office(school), typed)

    assert groups.get("Classes", []) == ([code] if is_written_so else [])


@pytest.mark.parametrize(
    "typed", ["geometrie", "GÉOM", "les angles geo", "geometrie 4eb", "mathematiques géo", "oeuvre"]
)
def test_an_assessment_is_found_by_its_title_subject_or_class(client, class_b, typed):
    teaching = teaching_in(class_b)
    AssessmentFactory(teaching=teaching, title="Géométrie : l’œuvre des angles")
    AssessmentFactory(teaching=teaching, title="Fractions")

    titles = found(client, in_office(class_b.school), typed)["Évaluations"]

    assert titles == ["Géométrie : l’œuvre des angles"]


@pytest.mark.parametrize("typed", ["roux", "Mme Roux", "madame roux", "camille ROUX"])
def test_a_colleague_is_found_with_or_without_their_title(client, school, typed):
    StaffFactory(school=school, first_name="Camille", last_name="ROUX", civility="MME")

    assert found(client, in_office(school), typed) == {"Collègues": ["Roux Camille"]}


def test_postgresql_finds_the_letters_of_french_as_the_portal_reads_them():
    letters = "ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸàâäçéèêëîïôöùûüÿŒœÆæñÑßẞłŁøØđĐășțẾếZz9"
    division = DivisionFactory(code="x")
    rows = Division.objects.filter(pk=division.pk)
    for letter in letters:
        rows.update(code=f"a{letter}b")

        assert rows.filter(code__regex=pattern_of(f"a{plain(letter)}b")).exists(), letter
        assert not rows.filter(code__regex=pattern_of(f"aq{plain(letter)}b")).exists(), letter


@pytest.mark.parametrize(
    "title",
    [
        "en x²",
        "Aires en m²",
        "en µm",
        "Énergie en ½",
        "nº 3",
        "№ 4",
        "Ελλάδα",
        "ﬁn",
        "diﬃcile",
        "Ｗ",
    ],
)
def test_a_text_typed_exactly_as_it_is_written_is_found(title):
    division = DivisionFactory(code="x")
    rows = Division.objects.filter(pk=division.pk)
    rows.update(code=title[:12])

    assert words_of(title[:12])
    for word in words_of(title[:12]):
        assert rows.filter(code__regex=pattern_of(word)).exists(), word


@pytest.mark.parametrize("typed", ["ete", "été", "ÉTÉ"])
def test_an_accent_that_stands_apart_from_its_letter_is_forgiven(typed):
    division = DivisionFactory(code="e\u0301te\u0301")

    [word] = words_of(typed)
    assert Division.objects.filter(pk=division.pk, code__regex=pattern_of(word)).exists()


@pytest.mark.parametrize("typed", ["a.b", "a*", "(a", "[a", "a|b", "a\\b", "^ab$", "李]"])
def test_what_is_typed_is_never_an_expression(client, class_b, typed):
    AssessmentFactory(teaching=teaching_in(class_b), title="xaxbx")

    assert "Évaluations" not in found(client, in_office(class_b.school), f"{typed} q")


# --- Rights --------------------------------------------------------------------------------------


def test_a_teacher_finds_what_they_follow_and_nothing_else(client, school, class_b):
    class_c = DivisionFactory(school=school, code="4eC")
    pupil(class_b, "Inès", "PARTOUT")
    pupil(class_c, "Léo", "PARTOUT")
    mine, theirs = teacher_of(class_b, last_name="ICI"), teacher_of(class_c, last_name="LÀ")
    AssessmentFactory(teaching=mine.teaching_links.get().teaching, title="Partout, la mienne")
    AssessmentFactory(teaching=theirs.teaching_links.get().teaching, title="Partout, la leur")

    assert found(client, mine.user, "partout") == {
        "Élèves": ["Partout Inès"],
        "Évaluations": ["Partout, la mienne"],
    }
    assert found(client, mine.user, "4e")["Classes"] == ["4eB"]


def test_a_pupil_of_a_group_is_found_by_who_teaches_the_group(client, class_b):
    student = pupil(class_b, "Inès", "FRÊNE")
    group = GroupFactory(school=class_b.school)
    GroupMembershipFactory(student=student, group=group)
    staff = StaffFactory(school=class_b.school)
    teaching = TeachingFactory(school=class_b.school, division=None, group=group)
    TeachingStaffFactory(teaching=teaching, staff=staff)

    assert found(client, staff.user, "frene") == {"Élèves": ["Frêne Inès"]}


@pytest.mark.parametrize("role", [Role.SCHOOL_LIFE, Role.HEALTH_SOCIAL])
def test_the_directory_finds_pupils_and_classes_and_no_assessment(client, class_b, role):
    pupil(class_b, "Inès", "PARTOUT")
    exam = AssessmentFactory(teaching=teaching_in(class_b), title="Canari de la 4eB")
    StaffFactory(school=class_b.school, first_name="Camille", last_name="PARTOUT")

    user, pupils = in_office(class_b.school, role), {"Élèves": ["Partout Inès"]}

    assert found(client, user, "partout") == pupils | {"Collègues": ["Partout Camille"]}
    assert found(client, user, "4eb") == pupils | {"Classes": ["4eB"]}
    assert exam.title not in text_of(asked(client, user, "4eb"))


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.DIGITAL_REFERENT])
def test_who_looks_after_accounts_finds_the_pages_of_people_and_no_result(client, class_b, role):
    ines = pupil(class_b, "Inès", "FRÊNE")
    mother = GuardianFactory(school=class_b.school, first_name="Awa", last_name="LE FÈVRE")
    GuardianshipFactory(student=ines, guardian=mother)
    exam = AssessmentFactory(teaching=teaching_in(class_b), title="Frêne penché")

    response = asked(client, in_office(class_b.school, role), "frene")

    *others, group = response.context["page"].groups
    titles = ["Élèves", "Comptes"] if role == Role.SECRETARY else ["Comptes"]
    assert [one.title for one in (*others, group)] == titles
    assert [hit.url for hit in group.hits] == [
        reverse("invitations:person_detail", args=["responsables", mother.public_id]),
        reverse("invitations:person_detail", args=["eleves", ines.public_id]),
    ]
    assert [client.get(hit.url).status_code for hit in group.hits] == [200, 200]
    assert exam.title not in text_of(response)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.CPE, Role.SCHOOL_LIFE, Role.HEALTH_SOCIAL])
def test_who_looks_after_no_account_finds_none(client, class_b, role):
    mother = GuardianFactory(school=class_b.school, last_name="LE FÈVRE")
    GuardianshipFactory(student=pupil(class_b, "Inès", "FRÊNE"), guardian=mother)
    elsewhere = StaffFactory(role=Role.SECRETARY)
    user = in_office(class_b.school, role)
    StaffFactory(user=user, school=elsewhere.school, role=Role.SECRETARY)

    assert "Comptes" not in found(client, user, "lefevre")


@pytest.mark.parametrize(
    ("role", "lead"),
    [
        (Role.CPE, "Une classe, un élève, un collègue, une évaluation."),
        (Role.PRINCIPAL, "Une classe, un élève, un collègue, une évaluation, un compte."),
        (Role.SECRETARY, "Une classe, un élève, un collègue, un compte."),
        (Role.DIGITAL_REFERENT, "Un collègue, un compte."),
        (Role.SCHOOL_LIFE, "Une classe, un élève, un collègue."),
        (Role.NURSE, "Une classe, un élève, un collègue."),
        (Role.TEACHER, "Un collègue."),
    ],
)
def test_the_page_announces_what_this_person_may_find_and_nothing_else(client, school, role, lead):
    response = asked(client, in_office(school, role), "")

    assert response.context["page"].lead == lead
    titled = "une évaluation" in lead
    assert ("Nom, classe ou titre" in text_of(response)) is titled
    assert ("Nom ou classe" in text_of(response)) is ("un élève" in lead and not titled)
    assert lead in text_of(response)


def test_nothing_of_another_school_is_found(client, school, class_b):
    elsewhere = DivisionFactory(code="4eB")
    pupil(elsewhere, "Inès", "AILLEURS")
    StaffFactory(school=elsewhere.school, last_name="AILLEURS")
    AssessmentFactory(teaching=teaching_in(elsewhere), title="Ailleurs")

    response = asked(client, in_office(school, Role.PRINCIPAL), "ailleurs")

    assert response.context["page"].groups == []
    assert "Rien de ce nom dans ce que vous suivez." in text_of(response)


def test_who_left_is_found_no_more(client, school, class_b):
    pupil(class_b, "Inès", "PARTIE").enrolments.update(during=ENDED)
    StaffFactory(school=school, last_name="PARTIE", during=ENDED)

    assert found(client, in_office(school), "partie") == {}


def test_the_answer_is_the_same_whether_an_unseen_pupil_bears_the_name_or_not(
    client, school, class_b
):
    staff = teacher_of(class_b)
    before = text_of(asked(client, staff.user, "tilleul"))
    for n in range(30):
        pupil(DivisionFactory(school=school, code=f"6e{n}"), f"Malik{n}", "TILLEUL")

    assert text_of(asked(client, staff.user, "tilleul")) == before


def test_pupils_unseen_never_make_others_be_announced(client, school, class_b):
    staff = teacher_of(class_b)
    for n in range(search.MOST):
        pupil(class_b, f"Noa{n}", "TILLEUL")
    pupil(DivisionFactory(school=school, code="4eC"), "Malik", "TILLEUL")

    response = asked(client, staff.user, "tilleul")

    assert "Il y en a d’autres" not in text_of(response)


@pytest.mark.parametrize("link", [LeadTeacherFactory, None], ids=["leads", "teaches"])
def test_a_class_leads_to_its_page_for_who_has_it_and_to_its_pupils_else(client, class_b, link):
    pupil(class_b, "Inès", "FRÊNE")
    staff = teacher_of(class_b)
    if link:
        link(division=class_b, staff=staff)

    [group] = [
        g for g in asked(client, staff.user, "4eb").context["page"].groups if g.title == "Classes"
    ]

    assert client.get(group.hits[0].url).status_code == 200
    assert ("ma-classe" in group.hits[0].url) is bool(link)


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.CPE, Role.TEACHER, Role.SECRETARY])
def test_the_classes_one_follows_are_those_whose_page_opens(class_b, role):
    reader = Reader(StaffFactory(school=class_b.school, role=role).user, Capacity.STAFF, NOON)

    followed = Division.objects.filter(policies.classes_followed(reader), pk=class_b.pk)

    assert followed.exists() is policies.can_follow_class(reader, class_b)


@pytest.mark.parametrize("typed", ["frene", "4eb", "roux", "puissances"])
def test_everything_found_opens_in_one_tap(client, class_b, typed):
    staff = teacher_of(class_b)
    pupil(class_b, "Inès", "FRÊNE")
    StaffFactory(school=class_b.school, last_name="ROUX")
    AssessmentFactory(teaching=staff.teaching_links.get().teaching, title="Puissances")

    page = asked(client, staff.user, typed).context["page"]

    urls = [hit.url for group in page.groups for hit in group.hits]
    assert urls
    assert [client.get(url).status_code for url in urls] == [200] * len(urls)


# --- What the page says --------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["a", "é", " - ", "a b", "’", "%", "_"])
def test_too_little_looks_for_nothing_and_says_so(client, class_b, typed):
    pupil(class_b, "Anaé", "ABBÉ")

    response = asked(client, in_office(class_b.school), typed)

    assert response.context["page"].groups == []
    assert "au moins deux lettres" in text_of(response)


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (Role.SECRETARY, "Une adresse e-mail se cherche en entier"),
        (Role.TEACHER, "une adresse e-mail n’y trouve personne"),
        (Role.CPE, "une adresse e-mail n’y trouve personne"),
    ],
)
@pytest.mark.parametrize("typed", ["awa.le", "awa.lefevre@example.org"])
def test_what_an_address_finds_is_said_where_it_found_nobody(client, class_b, role, said, typed):
    StaffFactory(school=class_b.school, email="awa.lefevre@example.org")
    user = in_office(class_b.school, role)

    words = text_of(asked(client, user, f"{typed}@" if "@" not in typed else f"{typed}.fr"))

    assert said in words.replace("\u00a0", " ")
    assert "Essayez une partie du nom" not in words


@pytest.mark.parametrize("typed", ["", "a", "personne ici", "tilleul", "roux"])
def test_no_line_of_the_search_breaks_before_a_double_sign(client, class_b, typed):
    teacher_of(class_b, last_name="ROUX")
    for n in range(search.MOST + 1):
        pupil(class_b, f"Noa{n}", "TILLEUL")

    page = asked(client, in_office(class_b.school, Role.PRINCIPAL), typed).content.decode()

    assert loose(page) == []


def test_before_anything_is_typed_the_page_says_what_can_be(client, school):
    words = text_of(asked(client, in_office(school), ""))

    assert "Qui, ou quoi ?" in words.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")


@pytest.mark.parametrize("typed", ["x" * 81, "é" * 5000, "a\u0301" * 60, "\x00ab", "diallo " * 11])
def test_what_is_too_long_or_odd_breaks_nothing(client, class_b, typed):
    assert asked(client, in_office(class_b.school), typed).status_code == 200


def test_beyond_ten_the_page_says_that_there_are_others_and_leads_to_them(client, class_b):
    for n in range(search.MOST + 1):
        pupil(class_b, f"Noa{n}", "TILLEUL")

    response = asked(client, in_office(class_b.school), "tilleul")

    [group] = response.context["page"].groups
    assert len(group.hits) == search.MOST
    assert "Il y en a d’autres" in text_of(response)
    listed = client.get(group.more_url)
    assert len(listed.context["students"]) == search.MOST + 1


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("4eb", "Élèves"),
        ("4 eb", "Élèves"),
        ("tilleul 4eb", "Élèves"),
        ("puissances 4eb", "Évaluations"),
        ("lefevre", "Comptes"),
        ("tilleul", "Comptes"),
    ],
)
def test_see_them_all_leads_to_every_one_of_them(client, class_b, typed, title):
    teaching = teaching_in(class_b)
    for n in range(search.MOST + 1):
        student = pupil(class_b, f"Noa{n}", f"TILLEUL{n}")
        AssessmentFactory(teaching=teaching, title=f"Puissances {n}")
        mother = GuardianFactory(school=class_b.school, last_name=f"LE FÈVRE{n}")
        GuardianshipFactory(student=student, guardian=mother)

    page = asked(client, in_office(class_b.school, Role.PRINCIPAL), typed).context["page"]
    [group] = [group for group in page.groups if group.title == title]
    listed = client.get(group.more_url).content.decode()

    assert group.has_more
    assert [hit.url for hit in group.hits if hit.url not in listed] == []
    assert listed.count(f'href="{group.hits[0].url.rsplit("/", 2)[0]}/') > search.MOST


def test_the_school_is_said_to_who_works_in_two(client, class_b):
    pupil(class_b, "Inès", "FRÊNE")
    user = in_office(class_b.school)
    other = StaffFactory(user=user, role=Role.CPE)
    pupil(DivisionFactory(school=other.school, code="5eA"), "Léa", "FRÊNE")

    words = text_of(asked(client, user, "frene"))

    assert class_b.school.name in words
    assert other.school.name in words


def test_what_was_typed_follows_to_no_other_page(client, school):
    response = asked(client, in_office(school), "diallo")

    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_what_was_typed_is_in_no_journal(client, school, caplog):
    with caplog.at_level("DEBUG"):
        asked(client, in_office(school), "xylophone")
        client.get(f"{ADDRESS}inconnue/", {"q": "xylophone"})

    assert "xylophone" not in caplog.text


# --- What it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_search_asks_as_much_for_three_of_each_as_for_one(client, class_b, rows):
    user = in_office(class_b.school, Role.PRINCIPAL)
    teaching = teaching_in(class_b)
    for n in range(rows):
        pupil(class_b, f"Noa{n}", "PARTOUT")
        StaffFactory(school=class_b.school, last_name="PARTOUT")
        AssessmentFactory(teaching=teaching, title=f"Partout {n}")
        pupil(DivisionFactory(school=class_b.school, code=f"partout{n}"), "Léa", f"AUTRE{n}")
    client.force_login(user)

    with statements() as seen:
        page = client.get(ADDRESS, {"q": "partout"}).context["page"]

    assert [len(group.hits) for group in page.groups] == [rows, 2 * rows, rows, rows, 2 * rows]
    assert len(seen) == STATEMENTS, seen.listed()


def test_every_reading_of_the_search_is_for_the_schools_of_the_reader(client, class_b):
    """By their keys: a hundred schools on one base cost what one does."""
    user = in_office(class_b.school)
    client.force_login(user)
    with statements() as seen:
        client.get(ADDRESS, {"q": "partout"})

    tables = ("schools_student", "schools_division", "schools_staff", "results_assessment")
    asked_for = [sum(f'"{table}"."school_id" IN (%s)' in sql for sql in seen) for table in tables]
    assert asked_for == [1, 1, 1, 1], seen.listed()


# --- The frame -----------------------------------------------------------------------------------


def test_the_field_is_on_every_page_of_the_team_and_on_no_other(client, class_b):
    student = pupil(class_b, "Inès", "FRÊNE", with_account=True)
    client.force_login(in_office(class_b.school))

    assert 'action="/equipe/recherche/"' in client.get("/equipe/").content.decode()
    client.force_login(student.user)
    assert "/equipe/recherche/" not in client.get("/eleve/").content.decode()
    client.logout()
    assert "/equipe/recherche/" not in client.get("/compte/connexion/").content.decode()


@pytest.mark.parametrize(
    ("civility", "role", "said"),
    [
        ("MME", Role.CPE, "conseillère principale d’éducation"),
        ("MME", Role.PRINCIPAL, "principale"),
        ("MME", Role.SECRETARY, "secrétariat"),
        ("M", Role.CPE, "conseiller principal d’éducation"),
        ("", Role.DEPUTY, "principal adjoint"),
    ],
)
def test_a_job_is_said_with_the_civility_where_it_is_known(client, school, civility, role, said):
    StaffFactory(school=school, role=role, civility=civility, last_name="ROUX")

    [group] = asked(client, in_office(school), "roux").context["page"].groups

    assert [hit.detail for hit in group.hits] == [said]
