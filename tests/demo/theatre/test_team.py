"""The people of the demo whom no file names, each in the place where a visitor tries it."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.demo.school_files import stories
from apps.demo.theatre.load import at_of
from apps.homework.models import HomeworkVersion, Lesson
from apps.results.models import ResultVersion
from apps.schools.enums import LinkSource, Role
from apps.schools.models import (
    Guardianship,
    Post,
    PreparedPost,
    School,
    SchoolContact,
    Staff,
    TeachingStaff,
)
from coeduc.access import Capacity, Reader
from tests.demo.theatre.conftest import TODAY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demo"),
    pytest.mark.xdist_group("demo"),
]
NOW = at_of(TODAY)


def jobs(username):
    posts = Post.objects.in_force(at=NOW).filter(staff__user__username=username)
    return dict(posts.values_list("role", "source"))


@pytest.mark.parametrize(
    ("username", "role"),
    [
        ("sylvie.bordenave", Role.SECRETARY),
        ("julien.casteran", Role.NURSE),
        ("odile.vergne", Role.SOCIAL_WORKER),
        ("noemie.artaud", Role.PSY_EN),
    ],
)
def test_the_office_and_who_cares_for_pupils_were_named_here_and_no_file_undid_it(username, role):
    assert jobs(username) == {role: LinkSource.HAND}


def test_a_teacher_is_digital_referent_besides():
    assert jobs("geraldine.lacroix") == {
        Role.TEACHER: LinkSource.FILE,
        Role.DIGITAL_REFERENT: LinkSource.HAND,
    }


def test_a_substitute_teaches_what_the_person_they_replace_teaches_and_wrote_this_week():
    post = Post.objects.in_force(at=NOW).get(staff__user__username="lila.brugiere")
    theirs = TeachingStaff.objects.in_force(at=NOW)

    assert set(theirs.filter(staff=post.staff).values_list("teaching", flat=True)) == set(
        theirs.filter(staff=post.replaces).values_list("teaching", flat=True)
    )
    mine = Lesson.objects.filter(author=post.staff, teaching__division__code="4eB")
    assert mine.filter(day__gt=TODAY - dt.timedelta(days=7)).exists()
    assert not Lesson.objects.filter(author=post.staff, created_at__lt=post.during.lower).exists()
    assert not Lesson.objects.filter(
        author=post.replaces, created_at__gte=post.during.lower
    ).exists()


@time_machine.travel(NOW, tick=False)
def test_a_prepared_substitute_waits_for_the_head_on_her_first_page():
    [waiting] = PreparedPost.objects.waiting()
    client = Client()
    client.force_login(User.objects.get(username="benedicte.navarre"))

    page = client.get(reverse("home:staff_home")).content.decode()

    assert not Staff.objects.filter(last_name=waiting.last_name).exists()
    assert waiting.replaces is not None
    assert "Terrasse" in page


def test_a_mother_has_a_child_in_each_of_two_schools_and_something_to_read_in_both():
    reader = Reader(User.objects.get(username="rosa.lopes"), Capacity.FAMILY, NOW)
    links = Guardianship.objects.visible_to(reader, at=NOW)

    assert {link.school.uai for link in links} == {stories.UAI, stories.NEIGHBOUR_UAI}
    for school in School.objects.all():
        seen = ResultVersion.objects.visible_to(reader, at=NOW).filter(school=school)
        works = HomeworkVersion.objects.visible_to(reader, at=NOW).filter(school=school)
        assert seen.exists()
        assert works.filter(due_on__gt=TODAY).exists()


def test_each_of_the_two_schools_has_its_own_telephones():
    here, there = (
        {
            school.school_life_phone,
            *SchoolContact.objects.filter(school=school).values_list("phone", flat=True),
        }
        for school in School.objects.all()
    )

    assert here.isdisjoint(there)


def test_nobody_of_the_college_next_door_works_here():
    here, there = (
        set(Staff.objects.filter(school__uai=uai).values_list("user", flat=True))
        for uai in (stories.UAI, stories.NEIGHBOUR_UAI)
    )

    assert here.isdisjoint(there)
