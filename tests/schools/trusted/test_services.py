"""Given by a guardian, ended by whoever may, closed by itself when the giver is."""

import datetime as dt

import pytest

from apps.schools.entrusted import entrusted_keys, opens, would_open_to
from apps.schools.enums import AccessEnd, Scope
from apps.schools.errors import TrustError
from apps.schools.models import Enrolment, Guardian, Guardianship, NotebookAccess, Restriction
from apps.schools.people.services import ask_lift, confirm_lift, restrict
from apps.schools.trusted import services
from apps.schools.trusted.rules import MOST_A_WEEK, MOST_PER_CHILD, REFUSED_DAYS, Relative
from coeduc.access import Capacity, Reader
from coeduc.days import WEEK
from tests.factories.accounts import UserFactory
from tests.factories.schools import (
    YEAR_ENDS,
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    NotebookAccessFactory,
    RestrictionFactory,
    StaffFactory,
    StudentFactory,
    since,
)

pytestmark = pytest.mark.django_db
NOVEMBER = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
LATER = NOVEMBER + dt.timedelta(hours=1)
YANN = Relative("Yann Le Gall", "0699000002", "1 rue X, 75001")
ODILE = Relative("Odile Vasseur", "06 99 00 00 01", "7 rue des Essais, 75011 Paris")


@pytest.fixture
def ines():
    student = StudentFactory(first_name="Inès")
    EnrolmentFactory(student=student, division=DivisionFactory(school=student.school))
    return student


@pytest.fixture
def mother(ines):
    return GuardianshipFactory(student=ines).guardian


@pytest.fixture
def father(ines):
    father = GuardianFactory(
        school=ines.school,
        first_name="Yann",
        last_name="LE GALL",
        mobile="0612345678",
        address="12 RUE DES LILAS\n75011 PARIS",
    )
    return GuardianshipFactory(student=ines, guardian=father).guardian


def entrust(student, giver, relative=ODILE, at=NOVEMBER):
    return services.entrust(student, relative, given_by=giver, by=giver.user, at=at)


def opened(student, giver, **more):
    return NotebookAccessFactory(student=student, given_by=giver, **more)


def test_an_access_lasts_to_the_end_of_the_school_year(ines, mother):
    access = entrust(ines, mother)

    assert (access.during.lower, access.during.upper) == (NOVEMBER, YEAR_ENDS)
    assert opens(access, at=YEAR_ENDS - dt.timedelta(seconds=1))
    assert not opens(access, at=YEAR_ENDS)


def test_the_other_guardian_is_not_let_in_by_this_door(ines, mother, father):
    assert entrust(ines, mother, Relative("Yann Le Gall", "0699000002", "1 rue X, 75001")) is None


def test_who_lives_with_an_adult_kept_away_is_refused_and_nothing_of_them_is_kept(
    ines, mother, father
):
    RestrictionFactory(student=ines, guardian=father, school=ines.school)

    refused = entrust(
        ines, mother, Relative("Odile Vasseur", "06 99 00 00 01", "12, rue des Lilas, 75011 Paris")
    )

    row = NotebookAccess.objects.get()
    assert refused is None
    assert (row.name, row.phone, row.address, row.end) == ("", "", "", AccessEnd.REFUSED)


def test_refusals_count_among_the_tries_of_a_week(ines, mother, father):
    for _try in range(MOST_A_WEEK):
        entrust(ines, mother, Relative("Yann Le Gall", "0699000002", "1 rue X, 75001"))

    with pytest.raises(TrustError, match="cette semaine"):
        entrust(ines, mother)


def test_no_more_relatives_than_a_family_counts_on(ines, mother):
    for _one in range(MOST_PER_CHILD):
        opened(ines, mother)

    with pytest.raises(TrustError, match="mettez fin"):
        entrust(ines, mother)


def test_tries_are_those_of_a_week(ines, mother, father):
    for _try in range(MOST_A_WEEK - 1):
        entrust(ines, mother, YANN)
    opened(ines, mother, during=since(NOVEMBER - 2 * WEEK, YEAR_ENDS))

    assert entrust(ines, mother) is not None


def test_tries_are_those_of_a_giver(ines, mother, father):
    for _try in range(MOST_A_WEEK):
        entrust(ines, mother, YANN)

    assert entrust(ines, father) is not None


def test_what_was_refused_to_a_giver_counts_whatever_the_child(ines, mother, father):
    for _try in range(MOST_A_WEEK):
        entrust(ines, mother, YANN)
    lea = StudentFactory(school=ines.school, first_name="Léa")
    EnrolmentFactory(student=lea, division=ines.enrolments.get().division)
    GuardianshipFactory(student=lea, guardian=mother)

    with pytest.raises(TrustError, match="refusées"):
        entrust(lea, mother)
    assert entrust(lea, mother, at=NOVEMBER + dt.timedelta(days=REFUSED_DAYS + 1)) is not None


def test_what_a_giver_who_is_cut_gave_takes_no_room(ines, mother, father):
    for _one in range(MOST_PER_CHILD):
        opened(ines, father)
    RestrictionFactory(student=ines, guardian=father, school=ines.school)

    assert entrust(ines, mother) is not None


def test_what_the_door_of_an_adult_shut_takes_no_room(ines, mother):
    accesses = [opened(ines, mother) for _one in range(MOST_PER_CHILD)]
    cut_who_lives_there(accesses[0])

    assert entrust(ines, mother, Relative("Rosa Lopez", "0699000009", "1 rue X, 69001")) is not None


@pytest.mark.parametrize("number", ["0612345678", "+33 6 12 34 56 78"])
def test_a_refusal_does_not_wait_for_the_cut(ines, mother, father, number):
    asked = Relative("Rosa Lopez", number, "1 rue X, 69001 Lyon")

    before = entrust(ines, mother, asked)
    RestrictionFactory(student=ines, guardian=father, school=ines.school)
    after = entrust(ines, mother, asked)

    assert (before, after) == (None, None)


def test_who_lives_with_the_giver_is_trusted(ines, mother):
    mother.address = "7 RUE DES ESSAIS\n75011 PARIS"
    mother.save()
    aunt = GuardianFactory(school=ines.school, address=mother.address, phone="0199000000")
    GuardianshipFactory(student=ines, guardian=aunt, scope=Scope.CONTACT)

    assert entrust(ines, mother, Relative("Odile Vasseur", "0199000000", ODILE.address)) is not None


def test_a_school_without_a_year_lets_nobody_in(mother, ines):
    after = YEAR_ENDS + dt.timedelta(days=1)

    with pytest.raises(TrustError, match="année scolaire"):
        entrust(ines, mother, at=after)


def close(access, cause=AccessEnd.GIVER):
    return services.end(access, end=cause, by=access.given_by.user, at=LATER)


def test_what_is_ended_opens_nothing_from_that_instant_on(ines, mother):
    access = opened(ines, mother)

    first, second = close(access), close(access, AccessEnd.SCHOOL)

    access.refresh_from_db()
    assert (first, second, access.end) == (True, False, AccessEnd.GIVER)
    assert opens(access, at=LATER - dt.timedelta(seconds=1))
    assert not opens(access, at=LATER)


def cut_the_giver(access):
    restrict(access.student, access.given_by, reason="Jugement", by=UserFactory(), at=NOVEMBER)


def end_the_link(access):
    Guardianship.objects.filter(guardian=access.given_by).update(during=since(end=NOVEMBER))


def lower_the_link(access):
    Guardianship.objects.filter(guardian=access.given_by).update(scope=Scope.SURVEILLANCE)


def leave(access):
    Enrolment.objects.filter(student=access.student).update(during=since(end=NOVEMBER))


def name_as_contact(access):
    guardian = GuardianFactory(school=access.school, user=access.user, last_name="VASSEUR")
    GuardianshipFactory(student=access.student, guardian=guardian, scope=Scope.CONTACT)


def cut_who_lives_there(access):
    guardian = GuardianFactory(school=access.school, address="7 RUE DES ESSAIS\n75011 PARIS")
    link = GuardianshipFactory(student=access.student, guardian=guardian)
    RestrictionFactory(student=link.student, guardian=guardian, school=access.school)


def cut_who_has_the_number_of_their_account(access):
    """Known of the account by another school: the giver typed another number."""
    GuardianFactory(user=access.user, mobile="0677777777")
    guardian = GuardianFactory(school=access.school, phone="06 77 77 77 77")
    link = GuardianshipFactory(student=access.student, guardian=guardian)
    RestrictionFactory(student=link.student, guardian=guardian, school=access.school)


@pytest.mark.parametrize(
    "act",
    [
        cut_the_giver,
        end_the_link,
        lower_the_link,
        leave,
        name_as_contact,
        cut_who_lives_there,
        cut_who_has_the_number_of_their_account,
    ],
)
def test_an_access_closes_by_itself_with_what_it_rests_on(ines, mother, act):
    access = opened(ines, mother)
    reader = Reader(access.user, Capacity.TRUSTED, LATER)
    before = entrusted_keys(reader, at=LATER)

    act(access)

    assert before == [ines.pk]
    assert entrusted_keys(reader, at=LATER) == []


def lift(student, at=LATER):
    restriction = Restriction.objects.get(student=student)
    asked = ask_lift(restriction, reason="Jugement levé", by=UserFactory(), at=at)
    confirm_lift(asked, by=UserFactory(), at=at)


def test_lifting_a_restriction_opens_again_nothing_that_it_closed(ines, mother):
    access = opened(ines, mother)
    cut_the_giver(access)

    lift(ines)

    access.refresh_from_db()
    assert (access.end, access.ended_at) == (AccessEnd.SCHOOL, NOVEMBER)
    assert not opens(access, at=LATER + WEEK)


def test_lifting_a_restriction_opens_again_nothing_of_the_same_door(ines, mother, father):
    access = opened(ines, mother)
    cut_the_giver(opened(ines, father, user=None))
    Guardian.objects.filter(pk=father.pk).update(address="7 RUE DES ESSAIS\n75011 PARIS")

    lift(ines)

    assert not opens(access, at=LATER + WEEK)


def test_a_giver_who_was_cut_for_a_time_lets_in_anew_and_by_an_act(ines, mother):
    access = opened(ines, mother)
    RestrictionFactory(
        student=ines,
        guardian=mother,
        school=ines.school,
        during=since(NOVEMBER, LATER),
        lifted_by=UserFactory(),
        lift_asked_at=NOVEMBER,
        lift_reason="Jugement levé",
        lift_confirmed_by=UserFactory(),
    )

    assert not opens(access, at=LATER + WEEK)
    assert entrust(ines, mother, at=LATER + WEEK) is not None


def test_what_is_open_stays_open_when_somebody_else_is_cut(ines, mother, father):
    access = opened(ines, mother)
    cut_the_giver(opened(ines, father, user=None))

    access.refresh_from_db()
    assert access.ended_at is None


@pytest.mark.parametrize("name", ["Marie Vasseur", "Odile Vasseur", "Vasseur Marie-Odile"])
def test_an_adult_of_several_first_names_is_known_by_any_of_them(ines, mother, name):
    contact = GuardianFactory(
        school=ines.school, first_name="Marie Odile Jeanne", last_name="VASSEUR"
    )
    GuardianshipFactory(student=ines, guardian=contact, scope=Scope.CONTACT)

    assert entrust(ines, mother, Relative(name, ODILE.phone, ODILE.address)) is None
    assert entrust(ines, mother, Relative("Jean Vasseur", ODILE.phone, ODILE.address)) is not None


def a_cut_adult(student, **known):
    adult = GuardianFactory(school=student.school, user=None, **known)
    GuardianshipFactory(student=student, guardian=adult)
    RestrictionFactory(student=student, guardian=adult, school=student.school)
    return adult


def test_the_mail_that_their_own_school_has_of_a_colleague_is_compared(ines, mother):
    access = opened(ines, mother)
    StaffFactory(user=access.user, email="odile@exemple.fr")
    a_cut_adult(ines, email="Odile@exemple.fr")

    assert not opens(access, at=LATER)


def test_the_mail_of_the_account_of_an_adult_is_compared(ines, mother):
    access = opened(ines, mother, email="yann@exemple.fr")
    adult = a_cut_adult(ines, email="")
    adult.user = UserFactory(email="yann@exemple.fr")
    adult.save()

    assert not opens(access, at=LATER)


def test_the_mail_of_the_account_of_a_relative_is_compared(ines, mother):
    access = opened(ines, mother, user=UserFactory(email="yann@exemple.fr"))
    a_cut_adult(ines, email="yann@exemple.fr")

    assert not opens(access, at=LATER)


def test_the_name_of_the_account_of_a_relative_is_compared(ines, mother, father):
    access = opened(ines, mother, user=None)

    yann = UserFactory(first_name="Yann", last_name="Le Gall")

    assert not would_open_to(access, yann, at=LATER)
    assert would_open_to(access, UserFactory(first_name="Odile"), at=LATER)


def test_one_giver_who_is_cut_closes_nothing_of_the_other(ines, mother, father):
    opened(ines, mother, user=None)
    access = opened(ines, father)

    cut_the_giver(NotebookAccess.objects.get(given_by=mother))

    assert opens(access, at=LATER)


def test_nobody_else_reads_as_a_relative(ines, mother):
    access = opened(ines, mother)

    others = [
        Reader(access.user, capacity, LATER) for capacity in Capacity if capacity != "trusted"
    ]

    assert [entrusted_keys(reader, at=LATER) for reader in others] == [[], [], []]
    assert entrusted_keys(Reader(mother.user, Capacity.TRUSTED, LATER), at=LATER) == []
