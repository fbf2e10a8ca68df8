"""Who teaches a class: found in two taps by whoever knows its pupils; who did before, in words."""

import datetime as dt

import pytest
from django.urls import reverse

from apps.schools.enums import LinkSource, Role
from apps.schools.models import Division, TeachingStaff
from apps.schools.team.services import classes
from tests.factories.schools import (
    EnrolmentFactory,
    LeadTeacherFactory,
    StaffFactory,
    StudentFactory,
    TeachingStaffFactory,
    since,
)
from tests.schools.team.pages import NOON, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def division(school, away):
    found = Division.objects.get(code="4eB")
    EnrolmentFactory(division=found, student=StudentFactory(school=school))
    return found


def page_of(division):
    return reverse("schools:class_team", args=[division.public_id])


def read(client, person, division):
    client.force_login(person.user)
    return words(client.get(page_of(division)))


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.SCHOOL_LIFE, Role.NURSE, Role.CPE])
def test_whoever_knows_the_pupils_reads_who_teaches_and_who_leads(
    client, school, away, division, role
):
    LeadTeacherFactory(
        school=school, division=division, staff=StaffFactory(school=school, last_name="PEPIN")
    )

    page = read(client, StaffFactory(school=school, role=role), division)

    assert "Anglais" in page
    assert "Roux" in page
    assert "Pepin" in page
    assert "4eC" not in page


def test_who_stands_in_is_said_with_whom_they_replace(client, school, secretary, away, division):
    link = away.teaching_links.get(teaching__division=division)
    substitute = StaffFactory(school=school, last_name="BRUGIÈRE", civility="MME")
    substitute.posts.update(replaces=away)
    TeachingStaffFactory(school=school, teaching=link.teaching, staff=substitute)

    page = read(client, secretary, division)

    assert f"Mme Brugière (remplace {away.polite_name})" in page


def test_a_teacher_of_another_class_finds_no_such_page(client, school, division):
    other = TeachingStaffFactory(school=school, teaching__school=school, staff__school=school)
    client.force_login(other.staff.user)

    assert client.get(page_of(division)).status_code == 404


def test_who_no_longer_teaches_is_in_the_history_alone(client, school, head, away, division):
    link = away.teaching_links.get(teaching__division=division)
    classes.end_link(link, by=head.user, at=NOON - dt.timedelta(days=3))

    page = read(client, head, division)
    today, __, before = page.partition("Depuis la rentrée")

    assert "Roux" not in today
    assert "Roux, Anglais (4eB)" in before
    assert "selon le fichier national" in before
    assert f"terminé ici par {head.user.get_full_name()}" in before


def test_what_was_given_here_says_by_whom_and_until_when(client, school, head, away, division):
    link = away.teaching_links.get(teaching__division=division)
    TeachingStaff.objects.filter(pk=link.pk).update(
        source=LinkSource.HAND, set_by=head.user, during=since(NOON - dt.timedelta(days=4))
    )

    page = read(client, head, division)

    assert f"depuis le 20 novembre 2026 ; donné ici par {head.user.get_full_name()}" in page


@pytest.mark.parametrize(("role", "reads"), [(Role.SECRETARY, True), (Role.NURSE, False)])
def test_the_history_is_for_who_looks_after_the_team(client, school, away, division, role, reads):
    page = read(client, StaffFactory(school=school, role=role), division)

    assert ("Depuis la rentrée" in page) is reads


def test_a_secretary_finds_the_class_by_its_name_then_its_page(client, secretary, away, division):
    """Two taps: «Chercher», the class."""
    client.force_login(secretary.user)

    found = client.get(reverse("home:search"), {"q": "4eb"}).content.decode()

    assert page_of(division) in found


def test_the_list_of_a_class_leads_to_who_teaches_it(client, secretary, away, division):
    client.force_login(secretary.user)

    listed = client.get(reverse("schools:student_list"), {"classe": "4eB"}).content.decode()
    every = client.get(reverse("schools:student_list")).content.decode()

    assert page_of(division) in listed
    assert page_of(division) not in every


def test_the_page_of_a_class_says_who_teaches_it(client, head, away, division):
    client.force_login(head.user)

    page = words(client.get(reverse("home:lead_class", args=[division.public_id])))

    assert "Qui enseigne en 4eB" in page
    assert "Roux" in page
