"""A link we send is opened by a test: every mail and every paper there is, and no other.

Whoever adds a mail or a paper adds here the gesture of its person.
"""

import re

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache

from apps.accounts.own_account.services.mails import ask_for_password, ask_to_confirm
from apps.accounts.own_account.tasks import send_account_mails
from apps.invitations.codes.presenters.slips import ToWrite, slip_pdf
from apps.invitations.enums import Purpose
from apps.invitations.letters.presenters.printed import letters_pdf
from apps.invitations.relatives.services import code_by_mail
from apps.invitations.team import services as team_services
from apps.invitations.team.tasks import send_code_mails
from apps.notices import kinds
from apps.notices.enums import Delivery, LetterAudience
from apps.notices.outbox.services import mails
from apps.notices.paper import queries as paper_queries
from tests.architecture.sources import ROOT
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.invitations import NOVEMBER, give
from tests.factories.notices import NoticeFactory
from tests.factories.results import AssessmentFactory
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    NotebookAccessFactory,
    SchoolFactory,
    StaffFactory,
    StudentFactory,
)
from tests.invitations.doors import ACCOUNT_PAGE, CHOOSE_PAGE, PASSPHRASE
from tests.links import Correspondence
from tests.results.families import released

pytestmark = pytest.mark.django_db

# Followed below, each by the test that has its name.
MAILS = {
    "confirm_address",
    "password_link",
    "password_unknown",
    "staff_code",
    "relative_code",
    # Of the outbox: the kinds of notices.
    "results",
    "late_copies",
    "published_by_head",
    "talk_request",
}
PAPERS_WITH_A_CODE = {"guardian_letters", "student_letters", "staff_slips", "reset_slip"}
PAPERS_WITHOUT = {
    "notebook_export",
    "notebook_export_body",
    "notebook_export_more",
    "notebook_export_page",
    "notebook_week",
    "results",
    "simulator",
    "simulator_side",
}


@pytest.fixture(autouse=True)
def _november(settings):
    cache.clear()
    settings.PUBLIC_BASE_URL = "https://portail.example.org"
    with time_machine.travel(NOVEMBER, tick=False):
        yield


@pytest.fixture
def post():
    """The correspondence of a test: it fails on a link that nobody opened."""
    kept = Correspondence()
    yield kept
    kept.all_opened()


@pytest.fixture
def school():
    return SchoolFactory(name="Collège Simone-Exemple")


@pytest.fixture
def ines(school):
    student = StudentFactory(school=school, first_name="Inès", with_account=False)
    EnrolmentFactory(student=student, division=DivisionFactory(school=school, code="4eB"))
    return student


def sign_in(client, user, password=PASSWORD):
    answer = client.post("/compte/connexion/", {"login": user.username, "password": password})
    assert answer.status_code == 302
    return client


def last_mail(post):
    [message] = mail.outbox
    [link] = post.read(message)
    return link


def test_every_mail_there_is_has_its_reader():
    found = {
        path.name.removesuffix("_subject.txt")
        for path in ROOT.glob("templates/emails/*_subject.txt")
    }

    assert found == MAILS


def test_every_paper_there_is_has_its_reader():
    found = {
        path.stem for path in ROOT.glob("templates/print/*.html") if not path.name.startswith("_")
    }

    assert found - {"base_print"} == PAPERS_WITH_A_CODE | PAPERS_WITHOUT


def test_no_subject_names_a_host():
    subjects = sorted(ROOT.glob("templates/emails/*_subject.txt"))

    assert len(subjects) == len(MAILS)
    for path in subjects:
        said = set(re.findall(r"{{\s*(\w+)", path.read_text()))
        assert said <= {"count", "n"}, path.name


def test_a_link_nobody_opened_is_named():
    kept = Correspondence()
    ask_for_password("x@example.org", network="", at=NOVEMBER)
    send_account_mails()
    kept.read(mail.outbox[0])

    with pytest.raises(AssertionError, match="nobody opened"):
        kept.all_opened()


# --- Mails ---------------------------------------------------------------------------------------


def test_password_link(client, post):
    user = UserFactory(email="awa@example.org")
    ask_for_password(user.email, network="", at=NOVEMBER)
    send_account_mails()
    link = last_mail(post)

    page = post.open(client, link)
    chosen = {"password1": PASSPHRASE, "password2": PASSPHRASE}
    done = client.post(page.request["PATH_INFO"], chosen, follow=True)

    assert "C’est fait" in done.content.decode()
    sign_in(client, user, PASSPHRASE)


def test_password_unknown(client, post):
    ask_for_password("personne@example.org", network="", at=NOVEMBER)
    send_account_mails()

    assert "Mot de passe oublié" in post.open(client, last_mail(post)).content.decode()


def test_confirm_address(client, post):
    user = UserFactory()
    sign_in(client, user)
    ask_to_confirm(user, "awa@example.org", network="", at=NOVEMBER)
    send_account_mails()

    page = post.open(client, last_mail(post))
    client.post(page.request["PATH_INFO"])

    user.refresh_from_db()
    assert user.email == "awa@example.org"


def test_confirm_address_opened_on_a_phone_that_is_not_signed_in(client, post):
    user = UserFactory()
    ask_to_confirm(user, "awa@example.org", network="", at=NOVEMBER)
    send_account_mails()

    asked = post.open(client, last_mail(post))
    back = client.post(
        "/compte/connexion/",
        {
            "login": user.username,
            "password": PASSWORD,
            "next": asked.context["redirect_field_value"],
        },
        follow=True,
    )

    assert "Est-ce la bonne adresse" in back.content.decode()


def test_staff_code(client, post, school):
    colleague = StaffFactory(school=school, user=None, email="roux@example.org")
    team_services.ask_for_mails([colleague], school=school, by=UserFactory(), at=NOVEMBER)
    send_code_mails()
    [message] = mail.outbox

    for link in post.read(message):
        post.open(client, link)
    code = post.opened[0].partition("#")[2] or post.opened[1].partition("#")[2]
    client.post("/compte/activer/", {"code": code})

    assert client.get("/compte/activer/preuve/").url == ACCOUNT_PAGE


def test_relative_code(client, post, ines):
    mother = GuardianshipFactory(student=ines).guardian
    access = NotebookAccessFactory(
        student=ines, given_by=mother, user=None, email="odile@example.org"
    )
    code_by_mail(access, by=mother.user, at=NOVEMBER)
    send_code_mails()
    [message] = mail.outbox

    for link in post.read(message):
        post.open(client, link)
    [code] = {link.partition("#")[2] for link in post.opened} - {""}
    client.post("/compte/activer/", {"code": code})

    assert client.get("/compte/activer/preuve/").status_code == 200


@pytest.mark.parametrize("kind", ["results", "late_copies", "published_by_head", "talk_request"])
def test_the_mails_of_the_outbox(client, post, school, ines, kind):
    if kind == "results":
        released(ines, NOVEMBER)
        guardian = GuardianshipFactory(student=ines).guardian
        notice, user = NoticeFactory(kind=kind, guardian=guardian, school=school), guardian.user
    else:
        teacher = StaffFactory(school=school)
        assessment = AssessmentFactory(teaching__school=school)
        notice = NoticeFactory(
            kind=kind,
            guardian=None,
            staff=teacher,
            school=school,
            event=f"{kind}:{assessment.pk}:1",
        )
        user = teacher.user
    message = mails.compose(notice, to="x@example.org", at=NOVEMBER)
    sign_in(client, user)

    [link] = post.read(message)

    assert post.open(client, link).request["PATH_INFO"] in ("/famille/", "/equipe/")


def test_every_kind_of_notice_is_one_of_these():
    ours = {kind.template.removeprefix("emails/") for kind in kinds._kinds.values()}

    assert {name for name in ours if not name.startswith(("tests/", "essai"))} <= MAILS


# --- Papers --------------------------------------------------------------------------------------


def letter_of(person, school):
    row, code = give(person)
    audience = {
        "Guardian": LetterAudience.GUARDIANS,
        "Student": LetterAudience.STUDENTS,
        "Staff": LetterAudience.STAFF,
    }
    return letters_pdf(
        [ToWrite(person, code, row.expires_at)],
        audience=audience[type(person).__name__],
        school=school,
        texts=paper_queries.texts_of(school),
        delivery=Delivery.HANDED,
        at=NOVEMBER,
    )


@pytest.mark.parametrize("who", ["guardian", "student", "staff"])
def test_the_letters(client, post, school, ines, who):
    person = {
        "guardian": lambda: (
            GuardianshipFactory(
                student=ines, guardian=GuardianFactory(school=school, user=None)
            ).guardian
        ),
        "student": lambda: ines,
        "staff": lambda: StaffFactory(school=school, user=None),
    }[who]()

    [link] = post.read_paper(letter_of(person, school).content)
    page = post.open(client, link).request["PATH_INFO"]
    client.post(page, {"code": link.partition("#")[2]})
    birth_date = {"birth_date": ines.birth_date.isoformat()}
    answer = client.post("/compte/activer/preuve/", birth_date)

    assert answer.url == ACCOUNT_PAGE


@pytest.mark.parametrize("purpose", Purpose)
def test_the_slip_of_the_office(client, post, school, ines, purpose):
    if purpose == Purpose.RESET:
        ines.user = UserFactory()
        ines.save()
    row, code = give(ines, purpose=purpose)
    letter = ToWrite(ines, code, row.expires_at)
    slip = slip_pdf(letter, purpose=purpose, school=school, at=NOVEMBER)

    [link] = post.read_paper(slip.content)
    page = post.open(client, link).request["PATH_INFO"]
    client.post(page, {"code": link.partition("#")[2]})
    answer = client.post("/compte/activer/preuve/", {"birth_date": ines.birth_date.isoformat()})

    assert answer.url == (CHOOSE_PAGE if purpose == Purpose.RESET else ACCOUNT_PAGE)
