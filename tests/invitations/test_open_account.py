"""The first door of a school: a slip from the command line, and what it opens."""

import pytest
from django.core.management import CommandError, call_command

from apps.invitations.codes import rules as codes_rules
from apps.invitations.models import AccessCode
from apps.schools.enums import Role
from tests.bodies import text_of_pdf
from tests.factories.accounts import UserFactory
from tests.factories.schools import RENTREE, SchoolFactory, StaffFactory, since
from tests.invitations.doors import NOTHING, enter, open_account
from tests.links import CODE

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    school = SchoolFactory(uai="0930001A", name="Collège Simone-Exemple")
    return StaffFactory(
        school=school,
        user=None,
        role=Role.PRINCIPAL,
        first_name="Héloïse",
        last_name="N’GUYEN",
        sts_id="4711",
    )


def run(capsys, *words):
    call_command("open_account", *words)
    return capsys.readouterr().out


def code_in(text):
    return codes_rules.read_code(CODE.search(text).group())


@pytest.mark.parametrize("who", [["4711"], ["n'guyen"], ["Héloïse", "N’Guyen"], ["nguyen heloise"]])
def test_a_head_is_found_by_number_or_name_and_opens_the_first_account(client, capsys, head, who):
    if who == ["nguyen heloise"]:
        who = ["heloise", "guyen"]
    said = run(capsys, *who)
    enter(client, code_in(said))
    client.get("/compte/activer/preuve/")

    assert "Collège Simone-Exemple" in said
    assert "/compte/activer/" in said
    assert open_account(client, "principale").url == "/compte/bienvenue/"
    head.refresh_from_db()
    assert head.user.username == "principale"
    assert AccessCode.objects.get().by is None


def test_a_trial_names_the_person_and_writes_nothing(capsys, head):
    said = run(capsys, "4711", "--dry-run")

    assert "Essai, rien n’est écrit" in said
    assert "4711" in said
    assert not CODE.search(said)
    assert not AccessCode.objects.exists()


def test_the_paper_bears_the_same_code_for_its_owner_alone(capsys, head, tmp_path):
    paper = tmp_path / "principale.pdf"
    said = run(capsys, "4711", "--pdf", str(paper))

    assert codes_rules.on_paper(code_in(said)) in text_of_pdf(paper.read_bytes())
    assert paper.stat().st_mode & 0o077 == 0


def test_no_paper_is_written_over_another_and_no_code_given(head, tmp_path):
    paper = tmp_path / "déjà.pdf"
    paper.write_text("autre chose")

    with pytest.raises(CommandError, match="existe déjà"):
        call_command("open_account", "4711", "--pdf", str(paper))
    with pytest.raises(CommandError, match="aucun code"):
        call_command("open_account", "4711", "--pdf", str(tmp_path / "nulle/part.pdf"))
    assert not AccessCode.objects.exists()


def test_a_second_slip_closes_the_first(client, capsys, head):
    first, second = code_in(run(capsys, "4711")), code_in(run(capsys, "4711"))

    assert NOTHING in enter(client, first).content.decode()
    assert enter(client, second).status_code == 302


def test_two_people_of_one_name_are_listed_and_nobody_gets_a_code(head):
    StaffFactory(school=head.school, user=None, last_name="N’GUYEN", sts_id="4712")

    with pytest.raises(CommandError, match=r"(?s)Plusieurs.*4712.*4711"):
        call_command("open_account", "n'guyen")
    assert not AccessCode.objects.exists()


def test_one_number_in_two_schools_is_settled_by_the_school(capsys, head):
    StaffFactory(school=SchoolFactory(uai="0930002B"), user=None, sts_id="4711")

    with pytest.raises(CommandError, match="Plusieurs"):
        call_command("open_account", "4711")
    assert "Simone-Exemple" in run(capsys, "4711", "--school", "0930001a")


@pytest.mark.parametrize("who", ["personne", "", "99999", "%", "’"])
def test_nobody_of_that_name(head, who):
    with pytest.raises(CommandError):
        call_command("open_account", who)


def test_who_has_left_gets_nothing(head):
    head.during = since(end=RENTREE)
    head.save()

    with pytest.raises(CommandError, match="ne travaille ici"):
        call_command("open_account", "4711")


def test_an_account_that_exists_needs_a_clear_wish(capsys, client, head):
    head.user = UserFactory(username="principale")
    head.save()

    with pytest.raises(CommandError, match=r"principale.*--reset"):
        call_command("open_account", "4711")
    said = run(capsys, "4711", "--reset")

    assert "Identifiant : principale" in said.replace("\u00a0", " ")
    assert enter(client, code_in(said), "/compte/nouveau-mot-de-passe/").status_code == 302


def test_a_new_password_is_not_given_to_who_has_no_account(head):
    with pytest.raises(CommandError, match="pas encore de compte"):
        call_command("open_account", "4711", "--reset")
