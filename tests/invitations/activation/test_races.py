"""Two tabs, two desks: whatever happens at the same instant, one code makes one account."""

import pytest

from apps.accounts.models import User
from apps.invitations.activation import services as activation_services
from apps.invitations.enums import CodeEnd
from apps.invitations.errors import ActivationError
from apps.invitations.models import AccessCode
from tests.at_once import at_once, numbered
from tests.factories.accounts import UserFactory
from tests.factories.invitations import NOVEMBER, give
from tests.invitations.doors import CODE_PAGE, PASSPHRASE, enter, open_account, prove

pytestmark = pytest.mark.django_db


def test_two_tabs_make_one_account(client, mother):
    _row, code = give(mother)
    enter(client, code)
    prove(client)
    other_tab = dict(client.session)

    open_account(client, username="premier")
    second = type(client)()
    session = second.session
    session.update({"way_in": other_tab["way_in"]})
    session.save()
    second.cookies["sessionid"] = session.session_key
    answer = open_account(second, username="second")

    mother.refresh_from_db()
    assert answer.url == CODE_PAGE
    assert mother.user.username == "premier"
    assert not User.objects.filter(username="second").exists()


def test_offices_at_once_leave_one_code_that_works(mother):
    first, _code = give(mother)
    second, _other = give(mother)

    first.refresh_from_db()
    assert first.cancelled_because == CodeEnd.REPLACED
    assert list(AccessCode.objects.open(at=NOVEMBER)) == [second]


def test_the_second_service_call_with_one_code_is_refused(mother):
    row, _code = give(mother)
    activation_services.create_account(row, username="un", password=PASSPHRASE, at=NOVEMBER)

    with pytest.raises(ActivationError):
        activation_services.create_account(row, username="deux", password=PASSPHRASE, at=NOVEMBER)


@pytest.mark.django_db(transaction=True)
def test_eight_tabs_at_the_same_instant_make_one_account(mother):
    row, _code = give(mother)

    def come_in(number):
        try:
            activation_services.create_account(
                row, username=f"onglet{number}", password=PASSPHRASE, at=NOVEMBER
            )
        except ActivationError:
            return False
        return True

    opened = at_once(*numbered(come_in, 8))

    assert opened.count(True) == 1
    assert User.objects.filter(username__startswith="onglet").count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_desks_at_the_same_instant_leave_one_code(mother):
    clerk = UserFactory()

    rows = at_once(*[lambda: give(mother, by=clerk)[0].pk] * 8)

    assert len(set(rows)) == 8
    assert AccessCode.objects.open(at=NOVEMBER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_desk_and_a_tab_at_the_same_instant_never_block_each_other(mother):
    clerk = UserFactory()
    row, _code = give(mother, by=clerk)

    def act(number):
        try:
            if number % 2:
                give(mother, by=clerk)
            else:
                activation_services.create_account(
                    row, username=f"onglet{number}", password=PASSPHRASE, at=NOVEMBER
                )
        except ActivationError:
            return "refused"
        return None

    said = set(at_once(*numbered(act, 8)))

    assert said <= {None, "refused"}
    assert User.objects.filter(username__startswith="onglet").count() <= 1
