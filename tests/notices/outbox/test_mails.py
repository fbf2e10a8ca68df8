import dataclasses

import pytest

from apps.notices import kinds
from apps.notices.outbox.services import mails
from tests.factories.notices import TRIAL, WEDNESDAY, NoticeFactory
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db


def compose(notice):
    return mails.compose(notice, to="parent@example.org", at=WEDNESDAY).message()


def test_a_line_break_in_the_name_of_a_school_adds_no_header(settings):
    notice = NoticeFactory(guardian__school__name="Collège\nBcc: tous@example.org")

    message = compose(notice)

    assert message["Bcc"] is None
    assert message["To"] == "parent@example.org"


def test_the_sender_is_the_school_at_the_address_of_the_portal(settings):
    settings.DEFAULT_FROM_EMAIL = "Portail <portail@example.org>"
    notice = NoticeFactory(guardian__school__name="Collège Jean-Moulin")

    mail = mails.compose(notice, to="parent@example.org", at=WEDNESDAY)

    assert "<portail@example.org>" in mail.from_email
    assert "Portail" not in mail.from_email


def test_the_identity_of_a_mail_is_that_of_the_notice_at_the_portal(settings):
    settings.PUBLIC_BASE_URL = "https://portail.example.org/"
    notice = NoticeFactory()

    assert compose(notice)["Message-ID"] == f"<{notice.public_id}@portail.example.org>"
    assert (
        "https://portail.example.org/famille/"
        in mails.compose(notice, to="parent@example.org", at=WEDNESDAY).body
    )


def test_a_school_without_telephone_offers_none():
    notice = NoticeFactory(guardian__school=SchoolFactory(school_life_phone=""))

    mail = mails.compose(notice, to="parent@example.org", at=WEDNESDAY)

    assert "vie scolaire" not in mail.body
    assert "tel:" not in mail.alternatives[0].content


def test_two_kinds_under_one_name_are_refused():
    kinds.register(TRIAL)

    with pytest.raises(ValueError, match="essai"):
        kinds.register(dataclasses.replace(TRIAL, template="autre"))
