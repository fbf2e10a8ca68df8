"""One way to take a row, to die and to give up, tried on each machine that uses it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from apps.accounts.models import AccountMail, MailKind
from apps.accounts.own_account.services import mails as account_mails
from apps.homework.archive import services as archive_services
from apps.homework.enums import ExportKind
from apps.homework.models import NotebookExport
from apps.invitations.enums import MailEnd
from apps.invitations.models import CodeMail
from apps.invitations.team import services as team_services
from apps.notices.enums import CancelReason, FileState
from apps.notices.models import LetterFile, Notice
from apps.notices.outbox.services import sending
from apps.notices.paper import services as paper_services
from apps.schools.imports.services import batches
from apps.schools.models import ImportBatch, ImportState
from coeduc import leases
from tests.factories.accounts import UserFactory
from tests.factories.imports import ImportBatchFactory
from tests.factories.invitations import LetterBatchFactory, LetterFileFactory
from tests.factories.notices import NoticeFactory
from tests.factories.schools import DivisionFactory, GuardianFactory, SchoolFactory, StaffFactory

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 18, 16, tzinfo=dt.UTC)  # a Wednesday, 17:00 in Paris
LEASE = dt.timedelta(minutes=6)  # longer than that of any machine


def letters(school):
    return LetterFileFactory(batch=LetterBatchFactory(school=school))


def export(school):
    return NotebookExport.objects.create(
        school=school,
        division=DivisionFactory(school=school),
        kind=ExportKind.HTML,
        by=UserFactory(),
        asked_at=AT,
    )


def an_import(school):
    return ImportBatchFactory(school=school, state=ImportState.READING)


def notice(school):
    when = {"created_at": AT, "not_before": AT, "next_attempt_at": AT}
    return NoticeFactory(guardian=GuardianFactory(school=school), **when)


def code_mail(school):
    return CodeMail.objects.create(
        school=school,
        staff=StaffFactory(school=school),
        address="une.collegue@example.org",
        by=UserFactory(),
        created_at=AT,
        not_before=AT,
    )


def account_mail(school):
    """Of no school: asked for from the network of this one."""
    return AccountMail.objects.create(
        kind=MailKind.PASSWORD,
        address="awa@example.org",
        address_digest="awa",
        network_digest=f"network of {school.pk}",
        created_at=AT,
        next_attempt_at=AT,
    )


@dataclass(frozen=True)
class Machine:
    """How a row of it is made and taken, and what a row reads once it was given up."""

    model: Any
    make: Any
    given_up: dict[str, Any]
    most: int = 3


MACHINES = {
    "letters": Machine(LetterFile, letters, {"state": FileState.FAILED}),
    "exports": Machine(NotebookExport, export, {"failed_at__isnull": False}),
    "imports": Machine(ImportBatch, an_import, {"state": ImportState.FAILED}),
    "outbox": Machine(
        Notice, notice, {"cancelled_because": CancelReason.GAVE_UP}, sending.MAX_ATTEMPTS
    ),
    "codes": Machine(
        CodeMail, code_mail, {"cancelled_because": MailEnd.GAVE_UP}, team_services.TERMS.attempts
    ),
    "accounts": Machine(
        AccountMail,
        account_mail,
        {"ended_at__isnull": False, "address": ""},
        account_mails.TERMS.attempts,
    ),
}


def take(name, *, at=AT):
    """Claim as the machine's own worker does; a mail of a code is taken when it is sent."""
    match name:
        case "letters":
            return paper_services.claim(at=at)
        case "exports":
            return archive_services.claim(at=at)
        case "imports":
            return batches.claim(at=at)
        case "outbox":
            return next(iter(sending.claim(limit=1, at=at)), None)
        case "accounts":
            return account_mails.claim(at=at)
    found = leases.claim(
        CodeMail,
        team_services.TERMS,
        at=at,
        give_up=lambda mail: team_services._give_up(mail, at=at),
    )
    return next(iter(found), None)


@pytest.fixture(params=MACHINES)
def name(request):
    return request.param


@pytest.fixture
def machine(name):
    return MACHINES[name]


def test_what_one_worker_holds_no_other_takes(name, machine):
    row = machine.make(SchoolFactory())

    assert take(name) == row
    assert take(name) is None


def test_what_a_dead_worker_held_is_taken_again_and_the_dead_one_may_write_nothing(name, machine):
    machine.make(SchoolFactory())
    dead = take(name)

    alive = take(name, at=AT + LEASE)

    assert alive == dead
    assert machine.model.objects.leased(alive).exists()
    assert not machine.model.objects.leased(dead).exists()


def test_a_row_that_kills_its_workers_is_given_up_and_lets_the_others_pass(name, machine):
    poisoned = machine.make(SchoolFactory())
    at = AT
    for _death in range(machine.most):
        assert take(name, at=at) == poisoned
        at += LEASE
    healthy = machine.make(SchoolFactory())

    assert take(name, at=at) == healthy
    assert take(name, at=at) is None
    assert machine.model.objects.filter(pk=poisoned.pk, **machine.given_up).exists()


def test_a_row_that_cannot_even_be_given_up_blocks_no_other():
    LetterFileFactory(attempts=3)
    healthy = letters(SchoolFactory())

    def broken(row):
        raise ValueError

    assert leases.claim(LetterFile, paper_services.TERMS, at=AT, give_up=broken, limit=2) == [
        healthy
    ]
    assert leases.claim(LetterFile, paper_services.TERMS, at=AT, give_up=broken) == []


def test_schools_take_turns(name, machine):
    first, second = SchoolFactory(), SchoolFactory()
    # A school has one import at a time: there the crowd is one.
    crowd = [machine.make(first) for _n in range(1 if name == "imports" else 3)]
    lonely = machine.make(second)

    taken = [take(name, at=AT + dt.timedelta(seconds=n)) for n in range(len(crowd) + 1)]

    assert taken[:2] == [crowd[0], lonely]
    assert taken[2:] == crowd[1:]
