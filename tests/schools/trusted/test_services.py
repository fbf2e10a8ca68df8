"""Given by a guardian, ended by whoever may, closed by itself when the giver is."""

import datetime as dt

import pytest

from apps.schools.entrusted import entrusted_keys, opens
from apps.schools.enums import AccessEnd, Scope
from apps.schools.errors import TrustError
from apps.schools.models import Enrolment, Guardianship, NotebookAccess
from apps.schools.people.services import restrict
from apps.schools.trusted import services
from apps.schools.trusted.rules import MOST_A_WEEK, MOST_PER_CHILD, Relative
from coeduc.access import Capacity, Reader
from tests.factories.accounts import UserFactory
from tests.factories.schools import (
    YEAR_ENDS,
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    NotebookAccessFactory,
    RestrictionFactory,
    StudentFactory,
    since,
)

pytestmark = pytest.mark.django_db
NOVEMBER = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
LATER = NOVEMBER + dt.timedelta(hours=1)
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
