"""Pages of the office: letters in batches, one person at the counter, and who is refused."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pypdf import PdfReader

from apps.invitations.codes import rules as codes_rules
from apps.invitations.enums import Purpose
from apps.invitations.models import AccessCode
from apps.notices.enums import FileState
from apps.notices.models import Letter, LetterBatch, LetterFile, LetterTexts, column_of
from apps.notices.paper import services as paper_services
from apps.schools.enums import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.invitations import NOVEMBER, LetterFileFactory, give
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    RestrictionFactory,
    SchoolFactory,
    StaffFactory,
    StudentFactory,
)

pytestmark = pytest.mark.django_db

PDF = ContentFile(b"%PDF-1.7")
LETTERS = "/equipe/lettres/"
NEW = "/equipe/lettres/nouvelles/"
PEOPLE = "/equipe/comptes/"
PROOF = "/compte/confirmer/"
OFFICE = [Role.PRINCIPAL, Role.DEPUTY, Role.SECRETARY, Role.DIGITAL_REFERENT]
OTHERS = [Role.TEACHER, Role.CPE, Role.SCHOOL_LIFE, Role.HEALTH_SOCIAL]


@pytest.fixture
def mother(school):
    student = StudentFactory(school=school, first_name="Inès", last_name="DIALLO")
    EnrolmentFactory(student=student, division=DivisionFactory(school=school, code="4eB"))
    adult = GuardianFactory(
        school=school,
        user=None,
        first_name="Aïssata",
        last_name="KEITA",
        address="1 rue A\n93999 B",
    )
    GuardianshipFactory(student=student, guardian=adult)
    return adult


@pytest.fixture
def office(client, school):
    """The secretary, signed in a minute ago."""
    return sign_in(client, StaffFactory(school=school, role=Role.SECRETARY).user)


def sign_in(client, user):
    client.post("/compte/connexion/", {"login": user.username, "password": PASSWORD})
    return client


def page_of(person, kind="responsables"):
    return f"{PEOPLE}{kind}/{person.public_id}/"


def body(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("role", OFFICE)
def test_those_who_look_after_accounts_open_the_letters(client, school, role):
    sign_in(client, StaffFactory(school=school, role=role).user)

    assert client.get(LETTERS).status_code == 200


@pytest.mark.parametrize("role", OTHERS)
def test_other_colleagues_are_refused(client, school, mother, role):
    sign_in(client, StaffFactory(school=school, role=role).user)

    answers = [client.get(url).status_code for url in (LETTERS, NEW, PEOPLE, page_of(mother))]
    assert answers == [403] * 4
    assert client.post(f"{page_of(mother)}code/").status_code == 403
    assert not AccessCode.objects.exists()


def test_where_no_letter_is_printed_and_none_is_on_its_way_nothing_is_counted(office, mother):
    asked = office.post(NEW, {"audience": "GUARDIANS", "reach": "tout", "delivery": "POSTED"})
    LetterFile.objects.update(state=FileState.FAILED, error="Le serveur ne sait pas.")

    content = body(office.get(asked.url))

    assert "Le serveur ne sait pas." in content
    assert "sur 1" not in content


def test_the_office_reads_the_counts_then_decides_then_prints(office, mother):
    wish = {"audience": "GUARDIANS", "reach": "tout", "delivery": "POSTED"}

    counted = body(office.get(NEW, wish))
    asked = office.post(NEW, wish)
    waiting = body(office.get(asked.url))
    paper_services.print_file(paper_services.claim(at=NOVEMBER), at=NOVEMBER)
    ready = body(office.get(asked.url))

    assert "1 lettre à imprimer, 1 enveloppe" in counted
    assert 'hx-trigger="every 3s"' in waiting
    assert "0 lettre sur 1" in waiting
    assert "hx-trigger" not in ready
    assert "1 lettre sur 1" in ready
    link = re.search(r'href="(/equipe/lettres/[^"]+/fichiers/[^"]+/)"', ready).group(1)
    pdf = office.get(link)
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Cache-Control"] == "private, no-store"
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-")


def test_a_second_wish_says_that_old_codes_will_die(office, mother):
    give(mother)
    wish = {"audience": "GUARDIANS", "reach": "tout", "delivery": "POSTED"}

    without = body(office.get(NEW, wish))
    again = body(office.get(NEW, {**wish, "renews": "on"}))

    assert "Personne à inviter ici" in without
    assert "Ont déjà un code valable" in without
    assert "ne marcheront plus" in again


def test_asking_for_nobody_writes_nothing(office, school):
    DivisionFactory(school=school)

    office.post(NEW, {"audience": "GUARDIANS", "reach": "tout", "delivery": "POSTED"})

    assert not LetterBatch.objects.exists()


def test_a_class_of_another_school_cannot_be_chosen(office, mother):
    elsewhere = DivisionFactory()
    EnrolmentFactory(division=elsewhere)

    wish = {
        "audience": "STUDENTS",
        "reach": f"classe:{elsewhere.public_id}",
        "delivery": "HANDED",
    }

    assert office.post(NEW, wish).status_code == 200
    assert not LetterBatch.objects.exists()


def test_papers_for_pupils_are_never_posted(office, mother):
    office.post(NEW, {"audience": "STUDENTS", "reach": "tout", "delivery": "POSTED"})

    assert not LetterBatch.objects.filter(delivery="POSTED").exists()


def test_the_progress_alone_answers_htmx(office, school):
    file = LetterFileFactory(batch__school=school)

    answer = office.get(f"{LETTERS}{file.batch.public_id}/", headers={"HX-Request": "true"})

    assert "<html" not in body(answer)
    assert 'id="avancement"' in body(answer)


def test_a_failed_file_says_why_and_can_be_tried_again(office, school):
    file = LetterFileFactory(batch__school=school, failed=True)
    url = f"{LETTERS}{file.batch.public_id}/"

    assert "Quelque chose a manqué." in body(office.get(url))
    office.post(f"{url}fichiers/{file.public_id}/reessayer/")

    file.refresh_from_db()
    assert file.state == FileState.WAITING


def test_the_office_of_another_school_sees_neither_batch_nor_file_nor_person(client, mother):
    file = LetterFileFactory(
        batch__school=mother.school, state=FileState.DONE, stored_as="lettres/x.pdf"
    )
    url = f"{LETTERS}{file.batch.public_id}/"
    sign_in(client, StaffFactory(role=Role.PRINCIPAL).user)

    answers = [
        client.get(url),
        client.get(f"{url}fichiers/{file.public_id}/"),
        client.post(f"{url}fichiers/{file.public_id}/reessayer/"),
        client.get(page_of(mother)),
        client.post(f"{page_of(mother)}code/"),
        client.post(f"{page_of(mother)}lettre/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert "Personne de ce nom" in body(client.get(PEOPLE, {"q": "keita"}))
    assert not AccessCode.objects.exists()


def test_a_remembered_device_gives_no_code_without_the_password(client, school, mother):
    client.force_login(StaffFactory(school=school, role=Role.SECRETARY).user)

    code = client.post(f"{page_of(mother)}code/")
    letter = client.post(f"{page_of(mother)}lettre/")
    wish = client.get(NEW)

    assert code.url == f"{PROOF}?next={page_of(mother).replace('/', '%2F')}"
    assert letter.url.startswith(PROOF)
    assert wish.url.startswith(PROOF)
    assert not AccessCode.objects.exists()
    assert not LetterBatch.objects.exists()


def test_a_parent_is_found_by_their_name_or_their_childs(office, mother):
    for words in ("keita", "KEÏTA aiss", "diallo"):
        assert page_of(mother) in body(office.get(PEOPLE, {"q": words}))
    assert "Personne de ce nom" in body(office.get(PEOPLE, {"q": "zzz"}))


def test_a_slip_shown_at_the_counter_opens_at_once(office, mother):
    shown = body(office.post(f"{page_of(mother)}code/"))
    row = AccessCode.objects.get(guardian=mother)
    code = re.search(r">(\w{5}-\w{5})<", shown).group(1)

    assert row.digest == codes_rules.digest(codes_rules.read_code(code))
    assert row.purpose == Purpose.ACTIVATION
    assert "data:image/svg+xml" in shown


@pytest.mark.parametrize("how", [{}, {"as": "pdf"}])
def test_a_page_of_a_code_that_is_reloaded_makes_no_other_and_says_what_became_of_it(
    office, mother, how
):
    form = {"csrfmiddlewaretoken": "drawn once", **how}
    office.post(f"{page_of(mother)}code/", form)
    first = AccessCode.objects.get()

    again = office.post(f"{page_of(mother)}code/", form, follow=True)

    assert AccessCode.objects.get() == first
    assert "Aucun nouveau code" in body(again)
    assert "Le code déjà montré marche, jusqu’au" in body(again)
    assert "Personne ne peut le relire" in body(again)


def test_another_code_is_shown_from_a_page_drawn_anew(office, mother):
    for drawn in ("one", "two"):
        office.post(f"{page_of(mother)}code/", {"csrfmiddlewaretoken": drawn})

    again = office.post(f"{page_of(mother)}code/", {"csrfmiddlewaretoken": "one"}, follow=True)

    assert AccessCode.objects.count() == 2
    assert "Le code montré ne marche plus." in body(again)


def test_a_code_that_was_used_since_it_was_shown_is_said_so(office, mother):
    form = {"csrfmiddlewaretoken": "drawn once"}
    office.post(f"{page_of(mother)}code/", form)
    AccessCode.objects.update(used_at=NOVEMBER, used_by=UserFactory())

    again = office.post(f"{page_of(mother)}code/", form, follow=True)

    assert "Le code montré a servi." in body(again)


@pytest.mark.parametrize("shown", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_an_address_that_names_no_code_of_this_person_says_nothing_of_one(office, mother, shown):
    assert "Aucun nouveau code" not in body(office.get(page_of(mother), {"montre": shown}))


def test_the_code_of_somebody_else_says_nothing(office, school, mother):
    other = GuardianFactory(school=school, user=None)
    row, _code = give(other)

    assert "Aucun nouveau code" not in body(office.get(page_of(mother), {"montre": row.public_id}))


def test_a_parent_who_forgot_gets_a_slip_on_paper_with_their_identifier(office, mother):
    mother.user = UserFactory(username="akeita")
    mother.save()

    pdf = office.post(f"{page_of(mother)}code/", {"as": "pdf"})

    text = " ".join(PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text().split())
    assert pdf["Content-Type"] == "application/pdf"
    assert "Identifiant : akeita" in text
    assert "jusqu’au jeudi 19 novembre 2026 à 11 h" in text
    assert AccessCode.objects.get().purpose == Purpose.RESET


def test_a_letter_to_one_person_is_a_batch_of_one(office, mother):
    answer = office.post(f"{page_of(mother)}lettre/")

    assert LetterFile.objects.get().letters.get().guardian == mother
    assert answer.url == f"{LETTERS}{LetterBatch.objects.get().public_id}/"


def test_no_code_for_a_blocked_guardian_and_no_reason_on_the_page(office, mother):
    RestrictionFactory(
        student=mother.guardianships.get().student,
        guardian=mother,
        school=mother.school,
        reason="Décision de justice",
    )

    page = body(office.get(page_of(mother)))

    assert "Voyez avec la direction" in page
    assert "justice" not in page
    assert office.post(f"{page_of(mother)}code/").status_code == 403


def test_a_secretary_gives_no_code_to_the_other_parent_of_her_child(client, school, mother):
    secretary = StaffFactory(school=school, role=Role.SECRETARY)
    ines = mother.guardianships.get().student
    herself = GuardianFactory(school=school, user=secretary.user)
    GuardianshipFactory(student=ines, guardian=herself)
    file = LetterFileFactory(
        batch__school=school, state=FileState.DONE, stored_as=default_storage.save("x.pdf", PDF)
    )
    Letter.objects.create(
        school=school, batch=file.batch, file=file, rank=1, envelope=1, guardian=mother
    )
    address = f"{LETTERS}{file.batch.public_id}/fichiers/{file.public_id}/"
    sign_in(client, secretary.user)
    colleague = sign_in(type(client)(), StaffFactory(school=school, role=Role.DEPUTY).user)

    assert client.post(f"{page_of(mother)}code/").status_code == 403
    assert client.post(f"{page_of(ines, 'eleves')}code/").status_code == 403
    assert client.get(address).status_code == 403
    assert "demandez à un collègue" in body(client.get(page_of(mother)))
    assert colleague.get(address).status_code == 200
    assert colleague.post(f"{page_of(mother)}code/").status_code == 200


def test_a_secretary_takes_over_neither_the_head_nor_a_colleague_of_another_school(
    office, school, mother
):
    head = StaffFactory(school=school, role=Role.PRINCIPAL)
    new_head = StaffFactory(school=school, role=Role.DEPUTY, user=None)
    mother.user = StaffFactory(role=Role.TEACHER).user  # who teaches elsewhere
    mother.save()

    answers = [
        office.post(f"{page_of(head, 'equipe')}code/").status_code,
        office.post(f"{page_of(new_head, 'equipe')}code/").status_code,
        office.post(f"{page_of(mother)}code/").status_code,
    ]

    assert answers == [403, 403, 403]
    assert "autre établissement" in body(office.get(page_of(mother)))


def test_a_principal_helps_a_head_and_a_secretary_helps_a_teacher(client, school):
    deputy = StaffFactory(school=school, role=Role.DEPUTY)
    teacher = StaffFactory(school=school, role=Role.TEACHER)
    principal = sign_in(client, StaffFactory(school=school, role=Role.PRINCIPAL).user)
    secretary = sign_in(type(client)(), StaffFactory(school=school, role=Role.SECRETARY).user)

    assert principal.post(f"{page_of(deputy, 'equipe')}code/").status_code == 200
    assert secretary.post(f"{page_of(teacher, 'equipe')}code/").status_code == 200


def test_the_schools_own_words_are_written_once(office, school):
    words = {"signatory": "La principale, Mme Navarre", "help_slot": "le mardi à 17 h"}

    office.post(f"{LETTERS}textes/", words)
    office.post(f"{LETTERS}textes/", {**words, "help_slot": "le jeudi à 17 h"})

    assert LetterTexts.objects.get(school=school).help_slot == "le jeudi à 17 h"


def test_an_unknown_kind_of_person_is_unknown(office, mother):
    assert office.get(page_of(mother, "inconnus")).status_code == 404
    assert column_of(mother) == "guardian"


def test_the_list_of_letters_costs_the_same_for_one_batch_as_for_ten(
    office, school, django_assert_max_num_queries
):
    for _batch in range(10):
        LetterFileFactory(batch__school=school)

    with django_assert_max_num_queries(14):
        office.get(LETTERS)


# --- By an address -------------------------------------------------------------------------------


def found_by(client, school, words):
    client.force_login(StaffFactory(school=school, role=Role.SECRETARY).user)
    return client.get("/equipe/comptes/", {"q": words}).content.decode()


def test_a_whole_address_finds_its_person_and_a_part_of_one_nobody(client, school, mother):
    mother.user = UserFactory(email="aissata@exemple.fr")
    mother.save()

    assert "Diallo" in found_by(client, school, " Aissata@exemple.fr")
    assert "Diallo" not in found_by(client, school, "@exemple.fr")


def test_the_address_of_a_first_code_finds_a_colleague(client, school):
    StaffFactory(school=school, last_name="MERCIER", email="mercier@exemple.fr")

    assert "Mercier" in found_by(client, school, "mercier@exemple.fr")


def test_an_address_of_another_school_finds_nobody(client, school, mother):
    StaffFactory(school=SchoolFactory(), last_name="AILLEURS", email="ailleurs@exemple.fr")

    assert "Ailleurs" not in found_by(client, school, "ailleurs@exemple.fr")


def test_the_account_of_a_pupil_shows_their_class(client, school, ines):
    assert "élève, 4eB" in found_by(client, school, "diallo")
