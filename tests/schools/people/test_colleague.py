"""A colleague's page: their job, and the classes one follows too."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from apps.schools.enums import Role
from tests.factories.schools import (
    DivisionFactory,
    LeadTeacherFactory,
    SchoolFactory,
    StaffFactory,
    SubjectFactory,
    TeachingFactory,
    TeachingStaffFactory,
    since,
)

pytestmark = pytest.mark.django_db

ENDED = since(end=dt.datetime(2026, 10, 1, tzinfo=dt.UTC))


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def class_b(school):
    return DivisionFactory(school=school, code="4eB")


def teaching_in(division):
    subject = SubjectFactory(school=division.school, label="MATHÉMATIQUES")
    return TeachingFactory(school=division.school, division=division, subject=subject)


def teacher_of(division, **more):
    staff = StaffFactory(school=division.school, **more)
    TeachingStaffFactory(teaching=teaching_in(division), staff=staff)
    return staff


def in_office(school):
    return StaffFactory(school=school, role=Role.CPE, last_name="BUREAU").user


def text_of(response):
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_the_page_of_a_colleague_names_only_the_classes_one_follows(client, school, class_b):
    class_c = DivisionFactory(school=school, code="4eC")
    colleague = teacher_of(class_b, last_name="ROUX", civility="MME")
    TeachingStaffFactory(teaching=teaching_in(class_c), staff=colleague)
    LeadTeacherFactory(division=class_b, staff=colleague)
    mine = StaffFactory(school=school)
    LeadTeacherFactory(division=class_b, staff=mine)
    client.force_login(mine.user)

    words = text_of(client.get(reverse("schools:colleague", args=[colleague.public_id])))

    assert "MATHÉMATIQUES : 4eB" in words.replace("\N{NO-BREAK SPACE}", " ")
    assert "4eC" not in words


@pytest.mark.parametrize("role", [Role.CPE, Role.PRINCIPAL, Role.DEPUTY])
def test_the_page_of_who_follows_everybody_says_so(client, school, role):
    colleague = StaffFactory(school=school, role=role)
    client.force_login(in_office(school))

    words = text_of(client.get(reverse("schools:colleague", args=[colleague.public_id])))

    assert "Suit les élèves de tout le collège." in words
    assert "Aucune classe" not in words


def test_a_colleague_who_left_has_no_page(client, school):
    gone = StaffFactory(school=school, during=ENDED)
    client.force_login(in_office(school))

    address = reverse("schools:colleague", args=[gone.public_id])

    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("role", "is_said"),
    [(Role.PRINCIPAL, False), (Role.DEPUTY, False), (Role.CPE, False), (Role.TEACHER, True)],
)
@pytest.mark.parametrize("taught", [True, False])
def test_who_follows_every_class_is_not_told_that_some_are_kept_from_them(
    client, school, class_b, role, is_said, taught
):
    colleague = teacher_of(class_b) if taught else StaffFactory(school=school)
    client.force_login(StaffFactory(school=school, role=role).user)

    words = text_of(client.get(reverse("schools:colleague", args=[colleague.public_id])))

    assert ("que les classes que vous suivez" in words) is is_said
    assert ("Aucune classe que vous suivez" in words) is is_said
