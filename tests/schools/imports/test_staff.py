"""Staff, what they teach and which class they lead."""

import datetime as dt
from typing import Any

import pytest

from apps.schools.enums import LinkSource, Role
from apps.schools.errors import ImportRefusedError
from apps.schools.imports.services.sync import span
from apps.schools.models import LeadTeacher, Post, Staff, Teaching, TeachingStaff
from apps.schools.team.services import classes, ends, same_person
from tests.factories.accounts import UserFactory
from tests.factories.schools import StaffFactory
from tests.schools.imports.files import (
    NOVEMBER,
    OCTOBER,
    OPENING,
    SEPTEMBER,
    lead,
    member,
    service,
)

pytestmark = pytest.mark.django_db
AUGUST = dt.datetime(2026, 8, 24, 9, tzinfo=dt.UTC)
MONDAY = dt.datetime(2026, 10, 12, 9, tzinfo=dt.UTC)
TUESDAY = MONDAY + dt.timedelta(days=1)


def roles(at: dt.datetime = SEPTEMBER) -> list[str]:
    return sorted(Post.objects.in_force(at=at).values_list("role", flat=True))


def by_hand(person: Staff, role: Role, *, at: dt.datetime, instead_of: str = "") -> None:
    """As the page of the team does it."""
    for post in person.posts.filter(role=instead_of):
        end_here(post, at=at)
    Post.objects.create(
        school=person.school, staff=person, role=role, during=span(at), source=LinkSource.HAND
    )


def end_here(link: Any, *, at: dt.datetime) -> None:
    link.during = span(link.during.lower, at)
    link.ended_by = UserFactory()
    link.save()


def teachers(at: dt.datetime) -> list[tuple[str, str]]:
    links = TeachingStaff.objects.in_force(at=at)
    return sorted(links.values_list("staff__sts_type", "staff__sts_id"))


@pytest.mark.parametrize(
    ("key", "function", "role"),
    [
        (("epp", "1"), "ENS", Role.TEACHER),
        (("epp", "1"), "DOC", Role.TEACHER),
        (("epp", "1"), "EDU", Role.CPE),
        (("local", "1"), "EDU", Role.SCHOOL_LIFE),
        (("local", "1"), "AED", Role.SCHOOL_LIFE),
        (("dir", "1"), "DIR", Role.PRINCIPAL),
        (("dir", "1"), "ADJ", Role.DEPUTY),
    ],
)
def test_the_function_gives_the_role(folder, key, function, role):
    folder.staff(member(key, function=function))

    folder.run()

    assert roles() == [role]


def test_nobody_becomes_principal_by_guess(folder):
    folder.staff(member(("dir", "1"), function="DIR"), member(("dir", "2"), function="DIR"))

    report = folder.run()

    assert roles() == [Role.DEPUTY, Role.DEPUTY]
    assert "indiquez qui est principal" in report.warnings[0]


def test_a_post_given_at_the_school_is_kept_and_no_other_opened(folder):
    folder.run()
    by_hand(Staff.objects.get(), Role.DIGITAL_REFERENT, instead_of=Role.TEACHER, at=SEPTEMBER)

    report = folder.run(at=OCTOBER)

    assert roles(at=OCTOBER) == [Role.DIGITAL_REFERENT]
    assert report.is_nothing
    assert "laissé tel quel : 2" in " ".join(report.warnings)  # given one post, ended another


def test_a_post_given_at_the_school_is_held_beside_the_one_of_the_files(folder):
    folder.run()
    by_hand(Staff.objects.get(), Role.DIGITAL_REFERENT, at=SEPTEMBER)

    folder.run(at=OCTOBER)

    assert roles(at=OCTOBER) == [Role.DIGITAL_REFERENT, Role.TEACHER]


def test_a_post_ended_at_the_school_is_not_opened_again(folder):
    folder.run()
    end_here(Post.objects.get(), at=SEPTEMBER)

    folder.run(at=OCTOBER)

    assert roles(at=OCTOBER) == []


def test_a_function_that_changes_in_the_files_ends_one_post_and_opens_another(folder):
    folder.staff(member(function="EDU"))
    folder.run()

    folder.staff(member(function="ENS"))
    folder.run(at=OCTOBER)

    assert (roles(), roles(at=NOVEMBER)) == ([Role.CPE], [Role.TEACHER])


def test_a_principal_stays_so_where_a_second_director_comes(folder):
    folder.staff(member(("dir", "1"), function="DIR"))
    folder.run()

    folder.staff(member(("dir", "1"), function="DIR"), member(("dir", "2"), function="DIR"))
    report = folder.run(at=OCTOBER)

    assert roles(at=NOVEMBER) == [Role.DEPUTY, Role.PRINCIPAL]
    assert not any("indiquez qui est principal" in line for line in report.warnings)


def test_nobody_takes_the_number_of_another_for_a_name(folder):
    """A homonym, in force or gone, must not open the classes of who arrives."""
    folder.run()
    school = Staff.objects.get().school
    added = StaffFactory(
        school=school,
        sts_type="",
        sts_id="",
        last_name="DUVAL",
        first_name="Dan",
        role__none="",
        during=span(SEPTEMBER),
    )
    by_hand(added, Role.TEACHER, at=SEPTEMBER)

    folder.staff(member(), member(("epp", "2"), last="DUVAL"))
    report = folder.run(at=OCTOBER)

    added.refresh_from_db()
    assert added.sts_id == ""
    assert Staff.objects.filter(last_name="DUVAL").count() == 2
    assert any("Est-ce la même personne ?" in line and "Duval" in line for line in report.warnings)


def test_what_the_file_goes_on_with_after_two_rows_were_united_outlives_the_next_file(folder):
    """Typed here and ended since, with what it taught and led: the file still names them."""
    folder.staff(member(leads=lead("4eB")), services=service("061300", ("epp", "1")))
    folder.run()
    named = Staff.objects.get()
    typed = StaffFactory(
        school=named.school,
        user=None,
        sts_type="",
        sts_id="",
        sort_key=named.sort_key,
        role__none="",
        during=span(SEPTEMBER, OCTOBER),
    )
    by = UserFactory()
    here = {"during": span(SEPTEMBER, OCTOBER), "source": LinkSource.HAND, "ended_by": by}
    of = {"school": named.school, "staff": typed} | here
    Post.objects.create(role=named.posts.get().role, **of)
    TeachingStaff.objects.create(teaching=Teaching.objects.get(), **of)
    LeadTeacher.objects.create(division=LeadTeacher.objects.get().division, **of)
    same_person.unite(typed, named, by=by, at=MONDAY)

    report = folder.run(at=TUESDAY)

    assert report.is_nothing
    assert roles(at=NOVEMBER) == [Role.TEACHER]
    assert teachers(NOVEMBER) == [("epp", "1")]
    assert LeadTeacher.objects.in_force(at=NOVEMBER).get().staff == typed


def test_who_leaves_the_files_stays_while_something_was_given_to_them_here(folder):
    folder.staff(member(), member(("epp", "2")))
    folder.run()
    busy = Staff.objects.get(sts_id="2")
    by_hand(busy, Role.DIGITAL_REFERENT, at=SEPTEMBER)

    folder.staff(member())
    folder.run(at=OCTOBER)

    busy.refresh_from_db()
    assert busy.during.upper is None
    assert [*busy.posts.in_force(at=NOVEMBER).values_list("role", flat=True)] == [
        Role.DIGITAL_REFERENT
    ]


@pytest.mark.parametrize("when", [None, dt.date(2026, 10, 16)], ids=["at once", "on Friday"])
def test_whom_the_school_let_go_comes_back_by_no_file(folder, when):
    """At once or on a later day: neither the stay, nor the post, nor a class is given back."""
    folder.staff(member(("dir", "9"), function="DIR"), member(leads=lead("4eB")))
    folder.run()
    person, head = Staff.objects.get(sts_id="1"), StaffFactory(school=Staff.objects.first().school)
    ends.end_post(person.posts.get(), last_day=when, by=head.user, at=MONDAY)
    person.refresh_from_db()
    before = person.during

    folder.staff(
        member(("dir", "9"), function="DIR"),
        member(leads=lead("4eB") + lead("5eA")),
        services=service("061300", ("epp", "1")),
    )
    folder.run(at=TUESDAY)

    person.refresh_from_db()
    assert person.during == before
    for model in (Post, TeachingStaff, LeadTeacher):
        assert not model.objects.in_force(at=NOVEMBER).filter(staff=person).exists()


def test_what_was_ended_before_it_began_is_not_opened_again(folder):
    folder.staff(member(("dir", "9"), function="DIR"), member(leads=lead("4eB")))
    folder.run(at=AUGUST)
    person = Staff.objects.get(sts_id="1")
    for link in (*TeachingStaff.objects.all(), *LeadTeacher.objects.all()):
        classes.end_link(link, by=StaffFactory(school=person.school).user, at=AUGUST)

    folder.run(at=SEPTEMBER)

    for model in (TeachingStaff, LeadTeacher):
        assert not model.objects.in_force(at=OCTOBER).exists()


def test_a_file_without_anybody_of_the_direction_is_refused_whole(folder):
    folder.staff(member(("dir", "9"), function="DIR"), member())
    folder.run()

    folder.staff(member())
    with pytest.raises(ImportRefusedError, match="plus personne à la direction"):
        folder.run(at=OCTOBER)

    assert Role.PRINCIPAL in roles(at=NOVEMBER)


def test_who_was_added_at_the_school_stays_whatever_the_files_name(folder):
    folder.run()
    secretary = StaffFactory(
        school=Staff.objects.get().school,
        sts_type="",
        sts_id="",
        role__none="",
        during=span(SEPTEMBER),
    )
    by_hand(secretary, Role.SECRETARY, at=SEPTEMBER)

    folder.run(at=OCTOBER)

    secretary.refresh_from_db()
    assert secretary.during.upper is None
    assert [one.role for one in secretary.posts.in_force(at=NOVEMBER)] == [Role.SECRETARY]


@pytest.mark.parametrize("model", [TeachingStaff, LeadTeacher])
def test_what_is_taught_or_led_by_hand_outlives_a_file_without_it(folder, model):
    folder.staff(member(leads=lead("4eB")), services=service("061300", ("epp", "1")))
    folder.run()
    link = model.objects.get()
    model.objects.update(source=LinkSource.HAND)

    folder.staff(member(), member(("epp", "2")), services=service("030001", ("epp", "2")))
    folder.run(at=OCTOBER)

    before = link.during
    link.refresh_from_db()
    assert link.during == before


@pytest.mark.parametrize("model", [TeachingStaff, LeadTeacher])
def test_what_was_ended_at_the_school_is_not_opened_again(folder, model):
    folder.staff(member(leads=lead("4eB")), services=service("061300", ("epp", "1")))
    folder.run()
    end_here(model.objects.get(), at=SEPTEMBER)

    report = folder.run(at=OCTOBER)

    assert not model.objects.in_force(at=NOVEMBER).exists()
    assert report.is_nothing


@pytest.mark.parametrize("model", [TeachingStaff, LeadTeacher])
def test_who_was_given_a_class_alone_stays_where_the_file_no_longer_names_them(folder, model):
    """Their post of the file ends; the stay, which the class given here is in, does not."""
    folder.staff(member(leads=lead("4eB")), services=service("061300", ("epp", "1")))
    folder.run()
    model.objects.update(source=LinkSource.HAND)

    folder.staff(member(("epp", "2")), services=service("030001", ("epp", "2")))
    folder.run(at=OCTOBER)

    stay = Staff.objects.get(sts_id="1").during
    assert NOVEMBER in stay
    assert NOVEMBER in model.objects.get(staff__sts_id="1").during


def test_a_stay_that_a_dated_post_ends_is_not_opened_again_by_the_file(folder):
    """A substitute until Christmas, typed here, whom the file names at last: until Christmas."""
    folder.run()
    person = Staff.objects.get()
    until = span(SEPTEMBER, NOVEMBER)
    person.posts.update(during=until, source=LinkSource.HAND)
    Staff.objects.update(during=until)

    folder.run(at=OCTOBER)

    person.refresh_from_db()
    assert person.during == until
    assert Post.objects.get().during == until


def test_a_function_the_portal_does_not_know_gives_no_access(folder):
    folder.staff(member(), member(("epp", "2"), function="LAB"))

    folder.run()

    assert [row.sts_id for row in Staff.objects.all()] == ["1"]


def test_the_same_number_with_two_types_is_two_people(folder):
    folder.staff(
        member(("epp", "12")),
        member(("local", "12"), function=""),
        services=service("061300", ("local", "12")),
    )

    folder.run()

    assert Staff.objects.count() == 2
    assert teachers(SEPTEMBER) == [("local", "12")]


def test_somebody_on_long_leave_still_named_in_a_service_is_ignored_with_a_warning(folder):
    folder.staff(
        member(),
        member(("epp", "2"), function=""),
        services=service("061300", ("epp", "1"), ("epp", "2")),
    )

    report = folder.run()

    assert teachers(SEPTEMBER) == [("epp", "1")]
    assert report.warnings == [
        "Personnes citées dans un enseignement mais absentes de l’équipe : 1."
    ]


def test_a_substitute_joins_from_now_and_the_teacher_stays(folder):
    folder.run()
    folder.staff(
        member(),
        services=service("061300", ("epp", "1"), ("eppsup", "9")),
        substitutes=member(("eppsup", "9"), tag="SUPPLEANT", function=""),
    )

    folder.run(at=OCTOBER)

    assert teachers(OCTOBER) == [("epp", "1"), ("eppsup", "9")]
    starts = dict(TeachingStaff.objects.values_list("staff__sts_id", "during__startswith"))
    assert starts == {"1": OPENING, "9": OCTOBER}


def test_a_teacher_who_no_longer_teaches_the_class_loses_it_now(folder):
    folder.staff(member(), member(("epp", "2")))
    folder.run()
    folder.staff(member(), member(("epp", "2")), services=service("061300", ("epp", "2")))

    folder.run(at=OCTOBER)

    assert teachers(OCTOBER) == [("epp", "2")]
    assert Teaching.objects.count() == 1


def test_a_teacher_gone_from_the_file_has_left(folder):
    folder.staff(member(), member(("epp", "2")))
    folder.run()
    folder.staff(member())

    report = folder.run(at=OCTOBER)

    gone = Staff.objects.get(sts_id="2")
    assert (gone.during.lower, gone.during.upper) == (OPENING, OCTOBER)
    assert report.warnings == ["Membres de l’équipe partis : 1."]
    assert folder.run(at=NOVEMBER).is_nothing


def test_a_teacher_who_comes_back_works_again_from_now(folder):
    folder.staff(member(), member(("epp", "2")))
    folder.run()
    folder.staff(member())
    folder.run(at=OCTOBER)
    folder.staff(member(), member(("epp", "2")))

    folder.run(at=NOVEMBER)

    assert Staff.objects.get(sts_id="2").during.lower == NOVEMBER


def test_staff_entered_at_the_school_do_not_leave_with_an_import(folder):
    folder.run()
    secretary = Staff.objects.get()
    secretary.pk, secretary.sts_type, secretary.sts_id = None, "portail", "1"
    secretary.public_id = "11111111-1111-4111-8111-111111111111"
    secretary.save()

    folder.run(at=OCTOBER)

    assert Staff.objects.in_force(at=OCTOBER).count() == 2


def test_a_file_without_services_takes_nothing_away(folder):
    folder.run()
    folder.staff(services="")

    report = folder.run(at=OCTOBER)

    assert teachers(OCTOBER) == [("epp", "1")]
    assert report.warnings == ["Le fichier STS ne contient encore aucun enseignement."]


def test_a_service_of_an_unknown_subject_is_rejected(folder):
    folder.staff(services=service("999999", ("epp", "1")))

    report = folder.run()

    assert [(r.key, r.reason) for r in report.rejections] == [("999999/D/4eB", "matière inconnue")]


def test_a_lead_teacher_lasts_until_the_end_date(folder):
    folder.staff(member(leads=lead("4eB", ends="2026-10-30")))

    folder.run()

    link = LeadTeacher.objects.get()
    assert link.during.lower == OPENING
    assert link.during.upper == dt.datetime(2026, 10, 30, 23, tzinfo=dt.UTC)


def test_a_lead_teacher_of_the_past_is_not_one(folder):
    folder.staff(member(leads=lead("4eB", ends="2026-09-10")))

    folder.run()

    assert not LeadTeacher.objects.exists()


def test_a_new_lead_teacher_replaces_the_first_from_now(folder):
    folder.staff(member(leads=lead("4eB")), member(("epp", "2")))
    folder.run()
    folder.staff(member(), member(("epp", "2"), leads=lead("4eB")))

    folder.run(at=OCTOBER)

    assert LeadTeacher.objects.in_force(at=OCTOBER).get().staff.sts_id == "2"
    assert LeadTeacher.objects.get(staff__sts_id="1").during.upper == OCTOBER
