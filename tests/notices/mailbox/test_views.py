import pytest
from django.urls import reverse

from apps.notices.mailbox import queries as mailbox_queries
from tests.notices.mailbox.test_queries import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


def test_anybody_at_a_development_machine_reads_the_list(client, folder):
    write(folder, "Un nouveau résultat à lire")

    response = client.get(reverse("notices:mail_list"))

    assert response.status_code == 200
    (mail,) = response.context["mails"]
    assert mail.subject == "Un nouveau résultat à lire"
    assert reverse("notices:mail_detail", args=[mail.file, mail.rank]) in response.text


def test_an_empty_list_says_so(client, folder):
    response = client.get(reverse("notices:mail_list"))

    assert "Aucun courriel pour l’instant" in response.text


def test_a_mail_is_read_as_text_and_its_html_is_shown_escaped(client, folder):
    write(folder, "Un <b>nouveau</b> résultat")
    (mail,) = mailbox_queries.newest(folder)

    response = client.get(reverse("notices:mail_detail", args=[mail.file, mail.rank]))

    assert response.status_code == 200
    assert "À lire sur le portail." in response.text
    assert "&lt;p&gt;Bonjour,&lt;/p&gt;" in response.text
    assert "<b>nouveau</b>" not in response.text


def test_a_mail_that_does_not_exist_is_not_found(client, folder):
    response = client.get(reverse("notices:mail_detail", args=["rien", 1]))

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["notices:mail_list", "notices:mail_detail"])
def test_a_portal_in_use_has_no_such_page(client, folder, settings, name):
    write(folder, "Un nouveau résultat")
    (mail,) = mailbox_queries.newest(folder)
    settings.DEVELOPMENT_PAGES = False

    args = [mail.file, mail.rank] if name == "notices:mail_detail" else []

    assert client.get(reverse(name, args=args)).status_code == 404
