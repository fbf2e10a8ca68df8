import datetime as dt

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend

from apps.notices.mailbox import queries as mailbox_queries

NOON = dt.datetime(2026, 11, 18, 11, tzinfo=dt.UTC)


def write(folder, *subjects, at=NOON):
    """One connection, as a drain of the outbox keeps it."""
    connection = EmailBackend(file_path=str(folder))
    connection.open()
    for minute, subject in enumerate(subjects):
        date = at + dt.timedelta(minutes=minute)
        message = EmailMultiAlternatives(
            subject=subject,
            body="Bonjour,\n\nÀ lire sur le portail.\n",
            from_email="Collège <portail@example.org>",
            to=["parent@example.org"],
            headers={"Date": date.strftime("%a, %d %b %Y %H:%M:%S +0000")},
        )
        message.attach_alternative("<p>Bonjour,</p>", "text/html")
        connection.send_messages([message])
    connection.close()


def test_every_mail_of_a_connection_is_read_back_newest_first(tmp_path):
    write(tmp_path, "Un premier résultat", "Un deuxième résultat")

    second, first = mailbox_queries.newest(tmp_path)

    assert (first.subject, second.subject) == ("Un premier résultat", "Un deuxième résultat")
    assert first.sent_at == NOON
    assert first.sender == "Collège <portail@example.org>"
    assert first.recipients == "parent@example.org"
    assert "À lire sur le portail." in first.text
    assert "<p>Bonjour,</p>" in first.html


def test_a_mail_is_found_by_its_file_and_rank(tmp_path):
    write(tmp_path, "Un premier résultat", "Un deuxième résultat")
    first = mailbox_queries.newest(tmp_path)[1]

    assert mailbox_queries.find(tmp_path, first.file, first.rank) == first
    assert mailbox_queries.find(tmp_path, first.file, 9) is None


def test_an_address_never_leads_out_of_the_folder(tmp_path):
    (tmp_path / "mails").mkdir()
    write(tmp_path, "Ailleurs")

    (elsewhere,) = mailbox_queries.newest(tmp_path)

    assert mailbox_queries.find(tmp_path / "mails", f"../{elsewhere.file}", 1) is None


def test_a_mail_half_written_by_a_killed_worker_is_left_out(tmp_path):
    write(tmp_path, "Un résultat")
    (path,) = tmp_path.glob("*.log")
    path.write_bytes(path.read_bytes() + b"Subject: coup")

    assert [mail.subject for mail in mailbox_queries.newest(tmp_path)] == ["Un résultat"]


@pytest.mark.parametrize("exists", [True, False])
def test_a_portal_that_has_sent_nothing_has_no_mail(tmp_path, exists):
    folder = tmp_path if exists else tmp_path / "jamais"

    assert mailbox_queries.newest(folder) == []


def test_only_the_newest_mails_are_read(tmp_path):
    write(tmp_path, "Un", "Deux", "Trois")

    assert [mail.subject for mail in mailbox_queries.newest(tmp_path, limit=2)] == ["Trois", "Deux"]


def test_a_mail_without_a_date_comes_last(tmp_path):
    write(tmp_path, "Daté")
    (tmp_path / "sans-date.log").write_bytes(
        b"Subject: Sans date\n\nBonjour" + mailbox_queries.SEPARATOR
    )

    assert [mail.subject for mail in mailbox_queries.newest(tmp_path)] == ["Daté", "Sans date"]
