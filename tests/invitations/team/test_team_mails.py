"""A colleague activates by e-mail: what the office types, what leaves, and what it opens."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError

from apps.accounts.models import User
from apps.invitations.codes import rules as codes_rules
from apps.invitations.enums import MailEnd
from apps.invitations.models import AccessCode, CodeMail
from apps.invitations.team import services as team_services
from apps.invitations.team import tasks as team_tasks
from apps.invitations.team.presenters.colleagues import team_lines
from apps.schools.enums import Role
from coeduc.access import Capacity, Reader
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.invitations import NOVEMBER, give, send_next
from tests.factories.schools import RENTREE, SchoolFactory, StaffFactory, since
from tests.invitations.doors import ACCOUNT_PAGE, ATTACH_PAGE, NOTHING, enter, open_account
from tests.queries import statements

pytestmark = pytest.mark.django_db

TEAM = "/equipe/comptes/equipe/"
SEND_ALL = "/equipe/comptes/equipe/envoyer/"
ADDRESS = "claire.roux@ac-lieu.example"
SATURDAY = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
OFFICE = [Role.PRINCIPAL, Role.DEPUTY, Role.SECRETARY, Role.DIGITAL_REFERENT]


@pytest.fixture
def roux(school):
    return newcomer(school, "ROUX", "Claire")


@pytest.fixture
def office(client, school):
    """The secretary, signed in a minute ago."""
    return sign_in(client, StaffFactory(school=school, role=Role.SECRETARY).user)


def newcomer(school, last_name, first_name="Alix", **more):
    return StaffFactory(
        school=school, user=None, last_name=last_name, first_name=first_name, **more
    )


def sign_in(client, user):
    client.post("/compte/connexion/", {"login": user.username, "password": PASSWORD})
    return client


def page_of(person):
    return f"{TEAM}{person.public_id}/"


def body(response):
    return re.sub(r"\s+", " ", response.content.decode())


def ask(*people, by=None, at=NOVEMBER):
    return team_services.ask_for_mails(
        people, school=people[0].school, by=by or UserFactory(), at=at
    )


def code_in(message):
    return codes_rules.read_code(re.search(r"ce code\s: (\S+)", message.body).group(1))


# --- From the office to a page of one’s own ----------------------------------------------------


@pytest.mark.parametrize("role", OFFICE)
def test_the_office_sends_and_the_colleague_activates(client, school, roux, role):
    sign_in(client, StaffFactory(school=school, role=role).user)

    asked = client.post(f"{page_of(roux)}courriel/", {"email": ADDRESS}, follow=True)
    team_tasks.send_code_mails()
    [message] = mail.outbox
    client.post("/compte/deconnexion/")
    enter(client, code_in(message))
    client.get("/compte/activer/preuve/")
    opened = open_account(client, "croux")

    assert "l’e-mail part dans la minute" in body(asked)
    assert message.to == [ADDRESS]
    assert opened.url == "/compte/bienvenue/"
    roux.refresh_from_db()
    assert roux.user == User.objects.get(username="croux")


def test_the_mail_names_nobody_and_its_link_keeps_the_code_out_of_every_log(roux):
    roux.email = ADDRESS
    ask(roux)

    team_tasks.send_code_mails()

    [message] = mail.outbox
    whole = message.subject + message.body + str(message.alternatives)
    code = codes_rules.on_paper(code_in(message))
    assert "Roux" not in whole
    assert "Claire" not in whole
    assert message.subject == "Activez votre compte sur le portail du collège"
    assert f"/compte/activer/#{code}" in message.body
    assert not AccessCode.objects.filter(digest=code).exists()


def test_a_parent_who_joins_the_team_adds_the_code_to_their_account(client, roux):
    parent = UserFactory()
    roux.email = ADDRESS
    ask(roux)
    team_tasks.send_code_mails()

    sign_in(client, parent)
    enter(client, code_in(mail.outbox[0]))
    client.get("/compte/activer/preuve/")
    client.post(ATTACH_PAGE)

    roux.refresh_from_db()
    assert roux.user == parent


def test_a_code_by_mail_lives_seven_days_and_serves_once(client, roux):
    roux.email = ADDRESS
    ask(roux)
    team_tasks.send_code_mails()
    code = code_in(mail.outbox[0])

    with time_machine.travel(NOVEMBER + dt.timedelta(days=7), tick=False):
        late = enter(client, code)
    with time_machine.travel(NOVEMBER + dt.timedelta(days=7) - MINUTE, tick=False):
        enter(client, code)
        client.get("/compte/activer/preuve/")
        open_account(client, "croux")
        client.post("/compte/deconnexion/")
        twice = enter(client, code)

    assert NOTHING in body(late)
    assert NOTHING in body(twice)


def test_an_address_that_belongs_to_an_account_answers_like_any_other(client, school, roux):
    """The office learns nothing of who signs in with an address, here or elsewhere."""
    UserFactory(email=ADDRESS)
    sign_in(client, StaffFactory(school=school, role=Role.PRINCIPAL).user)

    known = body(client.post(f"{page_of(roux)}courriel/", {"email": ADDRESS}, follow=True))
    other = body(client.post(f"{page_of(roux)}courriel/", {"email": "x@y.example"}, follow=True))

    pattern = re.compile(r"C’est demandé : [^<]+")
    assert pattern.search(known).group() == pattern.search(other).group()


# --- Again, never mind, and a slip of the hand ---------------------------------------------------


def test_a_second_sending_replaces_the_first(client, roux):
    roux.email = ADDRESS
    ask(roux)
    team_tasks.send_code_mails()
    first = code_in(mail.outbox[0])

    ask(roux)
    team_tasks.send_code_mails()

    assert NOTHING in body(enter(client, first))
    assert enter(client, code_in(mail.outbox[1])).url == "/compte/activer/preuve/"


def test_asking_twice_before_the_first_leaves_sends_one_mail(roux):
    roux.email = ADDRESS
    ask(roux)
    ask(roux)

    team_tasks.send_code_mails()
    team_tasks.send_code_mails()

    assert len(mail.outbox) == 1
    assert sorted(CodeMail.objects.values_list("cancelled_because", flat=True)) == ["", "REPLACED"]


def test_the_office_cancels_before_the_mail_leaves(office, roux):
    roux.email = ADDRESS
    roux.save()
    ask(roux)

    reply = office.post(f"{page_of(roux)}courriel/annuler/", follow=True)
    team_tasks.send_code_mails()

    assert "C’est annulé" in body(reply)
    assert mail.outbox == []


def test_the_office_cancels_after_the_mail_has_left(office, client, roux):
    roux.email = ADDRESS
    roux.save()
    ask(roux)
    team_tasks.send_code_mails()

    office.post(f"{page_of(roux)}courriel/annuler/")
    client.post("/compte/deconnexion/")

    assert NOTHING in body(enter(client, code_in(mail.outbox[0])))


def test_a_corrected_address_closes_what_went_to_the_wrong_one(office, client, roux):
    office.post(f"{page_of(roux)}courriel/", {"email": "stranger@lieu.example"})
    team_tasks.send_code_mails()

    office.post(f"{page_of(roux)}courriel/", {"email": ADDRESS})
    client.post("/compte/deconnexion/")

    assert NOTHING in body(enter(client, code_in(mail.outbox[0])))


@pytest.mark.parametrize("wrong", ["claire.roux", "claire@", "claire roux@lieu.example", ""])
def test_a_bad_address_is_said_beside_the_field_and_nothing_is_written(office, roux, wrong):
    answer = office.post(f"{page_of(roux)}courriel/", {"email": wrong})

    assert 'aria-invalid="true"' in body(answer)
    assert not CodeMail.objects.exists()


def test_an_address_of_a_colleague_is_refused_beside_the_field(office, school, roux):
    newcomer(school, "PETIT", email=ADDRESS.upper())

    answer = office.post(f"{page_of(roux)}courriel/", {"email": ADDRESS})

    assert "déjà celle d’une autre personne" in body(answer)
    assert not CodeMail.objects.exists()


# --- The whole team -------------------------------------------------------------------------------


def test_the_office_types_addresses_reads_them_again_then_sends(office, school, roux):
    petit, noor = newcomer(school, "PETIT"), newcomer(school, "NOOR")
    give(noor)
    addresses = {
        f"email-{roux.public_id}": ADDRESS,
        f"email-{petit.public_id}": "",
        f"email-{noor.public_id}": "noor@lieu.example",
        "send": "1",
    }

    read_again = body(office.post(TEAM, addresses, follow=True))
    office.post(SEND_ALL)
    team_tasks.send_code_mails()

    assert "Envoyer 1 e-mail" in read_again
    assert ADDRESS in read_again
    assert "noor@lieu.example" not in read_again
    assert [message.to for message in mail.outbox] == [[ADDRESS]]


def test_a_bad_address_in_the_list_is_said_in_its_own_line(office, school, roux):
    petit = newcomer(school, "PETIT")

    answer = body(
        office.post(
            TEAM, {f"email-{roux.public_id}": ADDRESS, f"email-{petit.public_id}": "lemaître@x.fr"}
        )
    )

    assert f'id="id_email-{petit.public_id}_error"' in answer
    assert f'id="id_email-{roux.public_id}_error"' not in answer
    roux.refresh_from_db()
    assert roux.email == ""


def test_two_colleagues_may_exchange_their_addresses(office, school, roux):
    petit = newcomer(school, "PETIT", email=ADDRESS)
    roux.email = "petit@lieu.example"
    roux.save()

    office.post(
        TEAM,
        {f"email-{roux.public_id}": ADDRESS, f"email-{petit.public_id}": "petit@lieu.example"},
    )

    roux.refresh_from_db()
    petit.refresh_from_db()
    assert (roux.email, petit.email) == (ADDRESS, "petit@lieu.example")


def test_the_same_address_twice_names_the_first_beside_the_second(office, school, roux):
    petit = newcomer(school, "PETIT")

    answer = office.post(
        TEAM, {f"email-{roux.public_id}": ADDRESS, f"email-{petit.public_id}": ADDRESS.title()}
    )

    assert "Cette adresse est déjà celle d’Alix Petit." in body(answer)
    petit.refresh_from_db()
    assert petit.email == ""


def test_a_head_is_let_in_by_heads_alone(office, school, roux):
    deputy = newcomer(school, "CHEF", role=Role.DEPUTY)

    office.post(TEAM, {f"email-{deputy.public_id}": "mine@lieu.example"})
    page = body(office.get(TEAM))

    deputy.refresh_from_db()
    assert deputy.email == ""
    assert "par la direction" in page
    assert office.post(f"{page_of(deputy)}courriel/", {"email": ADDRESS}).status_code == 403


def test_nobody_of_another_school_is_listed_or_written_to(office, roux):
    elsewhere = newcomer(SchoolFactory(), "AILLEURS", email="ailleurs@lieu.example")

    assert "Ailleurs" not in body(office.get(TEAM))
    assert "ailleurs@" not in body(office.get(SEND_ALL))
    assert office.get(f"{page_of(elsewhere)}courriel/").status_code == 404


def test_a_remembered_phone_gives_its_password_before_it_sends(client, school, roux):
    client.force_login(StaffFactory(school=school, role=Role.SECRETARY).user)

    answers = [
        client.post(url, {"email": ADDRESS}).url.split("?")[0]
        for url in (TEAM, SEND_ALL, f"{page_of(roux)}courriel/")
    ]

    assert answers == ["/compte/confirmer/"] * 3
    assert not CodeMail.objects.exists()


@pytest.mark.parametrize("colleagues", [1, 3])
def test_the_page_of_the_team_asks_as_much_for_one_as_for_three(school, colleagues):
    head = StaffFactory(school=school, role=Role.PRINCIPAL).user
    people = [newcomer(school, f"N{n}", email=f"n{n}@lieu.example") for n in range(colleagues)]
    ask(*people)
    send_next(at=NOVEMBER)

    with statements() as asked:
        team_lines(school, reader=Reader(head, Capacity.STAFF, NOVEMBER))

    assert len(asked) == 4, asked.listed()


# --- What the worker decides again ---------------------------------------------------------------


def test_nothing_leaves_at_the_week_end(roux):
    roux.email = ADDRESS
    ask(roux, at=SATURDAY)

    send_next(at=SATURDAY)
    before = len(mail.outbox)
    send_next(at=dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC))

    assert before == 0
    assert len(mail.outbox) == 1


def test_a_mail_asked_for_by_day_and_delayed_into_the_night_waits_for_the_morning(roux):
    roux.email = ADDRESS
    ask(roux)

    sent = send_next(at=NOVEMBER + dt.timedelta(hours=11))

    assert sent is False
    assert mail.outbox == []
    assert not AccessCode.objects.exists()


def test_nobody_is_written_to_who_has_left_or_has_an_account_by_now(school, roux):
    gone = newcomer(school, "PARTI", email="parti@lieu.example")
    roux.email = ADDRESS
    ask(roux, gone)
    roux.user = UserFactory()
    roux.save()
    gone.during = since(end=RENTREE + dt.timedelta(days=30))
    gone.save()

    team_tasks.send_code_mails()

    assert mail.outbox == []
    assert set(CodeMail.objects.values_list("cancelled_because", flat=True)) == {
        MailEnd.NOT_ALLOWED
    }


class Refusing(EmailBackend):
    """A server that refuses every recipient."""

    def send_messages(self, messages):
        raise OSError


def test_a_refused_mail_leaves_no_code_and_is_tried_again_then_given_up(office, roux):
    roux.email = ADDRESS
    roux.save()
    ask(roux)
    at = NOVEMBER

    for _attempt in range(7):
        send_next(at=at, connection=Refusing())
        at += dt.timedelta(days=7)

    assert not AccessCode.objects.exists()
    assert CodeMail.objects.get().cancelled_because == MailEnd.GAVE_UP
    assert "vérifiez l’adresse" in body(office.get(page_of(roux)))


def test_one_refusal_does_not_stop_the_others(school, roux):
    petit = newcomer(school, "PETIT", email="petit@lieu.example")
    roux.email = ADDRESS
    ask(roux)
    send_next(at=NOVEMBER, connection=Refusing())
    ask(petit)

    send_next(at=NOVEMBER)

    assert [message.to for message in mail.outbox] == [["petit@lieu.example"]]


def test_two_mails_never_wait_for_one_person(roux):
    roux.email = ADDRESS
    [waiting] = ask(roux)
    waiting.pk = None
    waiting.public_id = roux.public_id

    with pytest.raises(IntegrityError):
        waiting.save(force_insert=True)


def test_the_address_that_received_the_code_is_proposed_for_the_account(client, roux):
    roux.email = ADDRESS
    roux.save()
    ask(roux)
    team_tasks.send_code_mails()

    enter(client, code_in(mail.outbox[0]))
    client.get("/compte/activer/preuve/")

    assert f'value="{ADDRESS}"' in body(client.get(ACCOUNT_PAGE))


def test_who_holds_a_slip_of_paper_is_not_shown_the_address(client, roux):
    roux.email = ADDRESS
    roux.save()
    _row, code = give(roux)

    enter(client, code)
    client.get("/compte/activer/preuve/")

    assert ADDRESS not in body(client.get(ACCOUNT_PAGE))
