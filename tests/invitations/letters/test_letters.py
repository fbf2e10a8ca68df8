"""Letters: who gets one, with whom in an envelope, and what nobody else may read in it."""

import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes import rules as codes_rules
from apps.invitations.codes.presenters.slips import full_day, until
from apps.invitations.enums import LETTERS, Purpose
from apps.invitations.letters import queries as letters_queries
from apps.invitations.letters.presenters.batches import batch_lines, batch_page
from apps.invitations.models import AccessCode
from apps.notices.enums import Delivery, FileState, LetterAudience
from apps.notices.models import LetterFile, LetterTexts
from apps.notices.paper import rules as paper_rules
from apps.notices.paper import services as paper_services
from apps.schools.enums import Scope
from tests.factories.accounts import UserFactory
from tests.factories.invitations import NOVEMBER, LetterBatchFactory, LetterFileFactory, give
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    RestrictionFactory,
    StaffFactory,
    StudentFactory,
    since,
)

pytestmark = pytest.mark.django_db

LILACS = "BAT C\n12 RUE DES LILAS\n93999 EXEMPLE"
OAKS = "3 allée des Chênes\n93999 Exemple"


@pytest.fixture
def class_b(school):
    return DivisionFactory(school=school, code="4eB")


def pupil(division, first_name="Inès", last_name="DIALLO", **more):
    student = StudentFactory(
        school=division.school, first_name=first_name, last_name=last_name, **more
    )
    EnrolmentFactory(student=student, division=division)
    return student


def guardian(*students, address=LILACS, user=None, scope=Scope.FULL, during=None, **names):
    adult = GuardianFactory(school=students[0].school, user=user, address=address, **names)
    for student in students:
        GuardianshipFactory(student=student, guardian=adult, scope=scope, during=during or since())
    return adult


def planned(school, *divisions, audience=LetterAudience.GUARDIANS, renews=False):
    chosen = divisions or codes_queries.divisions_of(school, at=NOVEMBER)
    return letters_queries.plan(
        school, audience=audience, divisions=list(chosen), renews=renews, at=NOVEMBER
    )


def envelopes(a_plan):
    return [[person.pk for person in one] for file in a_plan.files for one in file.envelopes]


def ask(
    school, a_plan, *, audience=LetterAudience.GUARDIANS, delivery=Delivery.POSTED, renews=False
):
    return paper_services.ask_for_letters(
        a_plan.files,
        kind=LETTERS,
        school=school,
        audience=audience,
        label="4eB",
        delivery=delivery,
        renews=renews,
        by=UserFactory(),
        at=NOVEMBER,
    )


def print_all():
    printed = []
    while file := paper_services.claim(at=NOVEMBER):
        assert paper_services.print_file(file, at=NOVEMBER)
        file.refresh_from_db()
        printed.append(file)
    return printed


def pages(file):
    with default_storage.open(file.stored_as) as content:
        reader = PdfReader(io.BytesIO(content.read()))
        return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_parents_of_one_home_share_an_envelope_but_not_a_letter(school, class_b):
    ines = pupil(class_b)
    mother, father = guardian(ines), guardian(ines, address=LILACS.lower())

    assert envelopes(planned(school)) == [[mother.pk, father.pk]]


def test_separated_parents_have_an_envelope_each(school, class_b):
    ines = pupil(class_b)
    guardian(ines), guardian(ines, address=OAKS)

    assert planned(school).envelope_count == 2


def test_two_families_of_one_building_never_share_an_envelope(school, class_b):
    guardian(pupil(class_b)), guardian(pupil(class_b, "Léo", "MARTIN"))

    assert planned(school).envelope_count == 2


def test_adults_without_address_never_share_an_envelope(school, class_b):
    ines = pupil(class_b)
    guardian(ines, address=""), guardian(ines, address="")

    wish = planned(school)

    assert (wish.envelope_count, wish.without_address) == (2, 2)


def test_parent_of_two_pupils_gets_one_letter_in_the_file_of_one_class(school, class_b):
    other = DivisionFactory(school=school, code="6eA")
    mother = guardian(pupil(class_b), pupil(other, "Malik"))

    wish = planned(school)

    assert envelopes(wish) == [[mother.pk]]
    assert [file.label for file in wish.files] == ["4eB"]


def _blocked(student):
    adult = guardian(student)
    RestrictionFactory(student=student, guardian=adult, school=student.school)


def _contact(student):
    guardian(student, scope=Scope.CONTACT)


def _former(student):
    guardian(student, during=since(end=NOVEMBER))


def _with_account(student):
    guardian(student, user=UserFactory())


def _with_a_letter(student):
    give(guardian(student))


@pytest.mark.parametrize("case", [_blocked, _contact, _former, _with_account, _with_a_letter])
def test_who_may_not_or_need_not_be_invited_gets_no_letter(school, class_b, case):
    ines = pupil(class_b)
    invited = guardian(ines, address=OAKS)
    case(ines)

    assert envelopes(planned(school)) == [[invited.pk]]


def test_the_office_reads_counts_before_it_decides(school, class_b):
    ines = pupil(class_b)
    _with_account(ines), _with_a_letter(ines), guardian(ines, address="")

    wish = planned(school)

    assert (wish.letter_count, wish.with_account, wish.with_code, wish.without_address) == (
        (1, 1, 1, 1)
    )


def test_a_letter_is_made_again_only_when_asked(school, class_b):
    _with_a_letter(pupil(class_b))

    assert planned(school).letter_count == 0
    assert planned(school, renews=True).letter_count == 1


def test_a_neighbouring_school_is_never_in_the_plan(school, class_b):
    elsewhere = DivisionFactory(code="4eB")
    guardian(pupil(elsewhere))

    assert planned(school).letter_count == 0
    assert planned(school, elsewhere).letter_count == 0


def test_a_long_class_is_cut_between_two_envelopes(school, class_b):
    for number in range(25):
        student = pupil(class_b, f"Élève{number}")
        guardian(student), guardian(student)

    files = planned(school).files

    assert [file.label for file in files] == ["4eB (1)", "4eB (2)"]
    assert [sum(map(len, file.envelopes)) for file in files] == [30, 20]
    assert {len(envelope) for file in files for envelope in file.envelopes} == {2}


def test_each_parent_reads_their_own_letter_and_nothing_of_the_other(school, class_b):
    ines = pupil(class_b)
    guardian(ines, first_name="Aïssata", last_name="DIALLO", address=LILACS)
    guardian(ines, first_name="Karim", last_name="HADDAD", address=LILACS)
    guardian(pupil(class_b, "Léo", "MARTIN"), first_name="Odette", last_name="MARTIN", address=OAKS)
    LetterTexts.objects.create(
        school=school, signatory="La principale", help_near_home="Médiathèque Duras"
    )
    ask(school, planned(school))

    (file,) = print_all()
    texts = pages(file)

    assert (file.letter_count, file.envelope_count, file.page_count) == (3, 2, 6)
    mother, notice, father = texts[0], texts[1], texts[2]
    assert "Aïssata Diallo" in mother
    assert "12 RUE DES LILAS" in mother
    assert "Inès, 4eB" in mother
    assert "Médiathèque Duras" in mother
    assert "18 février 2027" in mother
    assert "Vos données, en clair" in notice
    assert "n’efface pas encore de lui-même" in notice
    assert "puis trois mois" not in notice
    assert "1 · 1/2" in mother
    assert "1 · 2/2" in father
    assert "Karim Haddad" in father
    for text, strangers in (
        (mother + notice, ("Haddad", "Karim", "Martin", "Léo", "Chênes")),
        (father, ("Diallo", "Aïssata", "Martin", "Léo", "Chênes")),
        (texts[4], ("Diallo", "Haddad", "Inès", "LILAS")),
    ):
        assert [word for word in strangers if word in text] == []


def test_each_letter_starts_on_its_own_sheet_whatever_the_school_writes(school, class_b):
    ines = pupil(class_b)
    for name in ("ADAM", "BERNARD"):
        guardian(ines, last_name=name)
    LetterTexts.objects.create(
        school=school,
        sender_address="\n".join(["Une ligne d’adresse assez longue"] * 9),
        help_slot="mot " * 50,
        help_near_home="\n".join(["Une médiathèque, son adresse, ses heures"] * 14),
        data_contact="mot " * 50,
    )
    ask(school, planned(school))

    (file,) = print_all()
    firsts = [number for number, text in enumerate(pages(file)) if "Bonjour." in text]

    assert len(firsts) == 2
    assert {number % 2 for number in firsts} == {0}


def test_the_code_on_paper_opens_for_its_owner_and_is_nowhere_else(school, class_b):
    mother = guardian(pupil(class_b))
    ask(school, planned(school))

    (file,) = print_all()
    text = pages(file)[0]
    row = AccessCode.objects.get(guardian=mother)
    word = next(word for word in text.split() if len(word) == 11 and word[5] == "-")

    assert codes_rules.digest(codes_rules.read_code(word)) == row.digest
    assert (row.batch, row.delivery, row.purpose) == (
        file.batch,
        Delivery.POSTED,
        Purpose.ACTIVATION,
    )


def test_pupils_are_spoken_to_and_two_share_a_sheet(school, class_b):
    pupil(class_b, "Inès"), pupil(class_b, "Malik"), pupil(class_b, "Noa", with_account=True)
    wish = planned(school, audience=LetterAudience.STUDENTS)
    ask(school, wish, audience=LetterAudience.STUDENTS, delivery=Delivery.HANDED)

    (file,) = print_all()
    text = pages(file)[0]

    assert (file.letter_count, file.page_count) == (2, 1)
    assert "Ce papier est pour toi" in text
    assert "Noa" not in text


def test_colleagues_without_account_get_a_slip(school):
    StaffFactory(school=school, user=None, last_name="ROUX")
    StaffFactory(school=school, last_name="PETIT")
    StaffFactory(user=None, last_name="AILLEURS")
    wish = planned(school, audience=LetterAudience.STAFF)
    ask(school, wish, audience=LetterAudience.STAFF, delivery=Delivery.HANDED)

    (file,) = print_all()
    text = pages(file)[0]

    assert "Roux" in text
    assert "Petit" not in text
    assert "Ailleurs" not in text


def test_a_code_given_before_works_until_the_new_letter_is_ready(school, class_b):
    mother = guardian(pupil(class_b))
    old, _code = give(mother)
    ask(school, planned(school, renews=True), renews=True)
    old.refresh_from_db()
    assert old.cancelled_at is None

    print_all()

    old.refresh_from_db()
    assert old.cancelled_at == NOVEMBER
    assert AccessCode.objects.open(at=NOVEMBER).filter(guardian=mother).count() == 1


def test_who_is_blocked_before_the_printing_is_left_out(school, class_b):
    ines = pupil(class_b)
    mother, father = guardian(ines, last_name="ADAM"), guardian(ines, last_name="ZOLA")
    ask(school, planned(school))
    RestrictionFactory(student=ines, guardian=mother, school=school)

    (file,) = print_all()

    assert file.letter_count == 1
    assert "Adam" not in " ".join(pages(file))
    assert not AccessCode.objects.filter(guardian=mother).exists()
    assert AccessCode.objects.filter(guardian=father).exists()


def test_a_file_with_nobody_left_says_so(school, class_b):
    mother = guardian(pupil(class_b))
    ask(school, planned(school))
    mother.user = UserFactory()
    mother.save()

    assert not paper_services.print_file(paper_services.claim(at=NOVEMBER), at=NOVEMBER)
    file = LetterFile.objects.get()

    assert (file.state, file.stored_as) == (FileState.FAILED, "")
    assert "déjà un compte" in file.error


def test_two_workers_take_two_files(school, class_b):
    other = DivisionFactory(school=school, code="6eA")
    guardian(pupil(class_b)), guardian(pupil(other, "Malik"))
    ask(school, planned(school))

    first, second = paper_services.claim(at=NOVEMBER), paper_services.claim(at=NOVEMBER)

    assert {first.label, second.label} == {"4eB", "6eA"}
    assert paper_services.claim(at=NOVEMBER) is None


def test_a_worker_that_died_leaves_a_lease_that_runs_out_and_no_code(school, class_b):
    guardian(pupil(class_b))
    ask(school, planned(school))
    dead = paper_services.claim(at=NOVEMBER)

    later = NOVEMBER + paper_services.TERMS.lasts
    again = paper_services.claim(at=later)

    assert AccessCode.objects.count() == 0
    assert again == dead
    assert paper_services.print_file(again, at=later)
    assert AccessCode.objects.count() == 1


def test_two_workers_on_one_file_leave_one_pdf_and_one_code_each(school, class_b):
    mother = guardian(pupil(class_b))
    ask(school, planned(school))
    late = paper_services.claim(at=NOVEMBER)
    quick = paper_services.claim(at=NOVEMBER + paper_services.TERMS.lasts)

    paper_services.print_file(quick, at=NOVEMBER)
    stored = set(default_storage.listdir(paper_services.FOLDER)[1])
    paper_services.print_file(late, at=NOVEMBER)

    assert AccessCode.objects.filter(guardian=mother).count() == 1
    assert set(default_storage.listdir(paper_services.FOLDER)[1]) == stored


def test_a_file_that_cannot_be_made_is_tried_three_times_then_says_so(
    school, class_b, monkeypatch, tmp_path, settings
):
    guardian(pupil(class_b))
    ask(school, planned(school))
    settings.PUBLIC_BASE_URL = None  # a mistake of the installation
    for _attempt in range(3):
        paper_services.print_file(paper_services.claim(at=NOVEMBER), at=NOVEMBER)

    file = LetterFile.objects.get()
    assert (file.state, file.attempts) == (FileState.FAILED, 3)
    assert AccessCode.objects.count() == 0
    assert paper_services.claim(at=NOVEMBER) is None

    paper_services.try_again(file)
    assert paper_services.claim(at=NOVEMBER) == file


def test_files_are_removed_after_their_week_and_their_codes_go_on(school, class_b):
    guardian(pupil(class_b))
    ask(school, planned(school))
    (file,) = print_all()
    stored = file.stored_as

    assert (
        paper_services.remove_old_files(at=NOVEMBER + paper_rules.KEPT - dt.timedelta(seconds=1))
        == 0
    )
    assert paper_services.remove_old_files(at=NOVEMBER + paper_rules.KEPT) == 1

    file.refresh_from_db()
    assert (file.state, file.stored_as) == (FileState.REMOVED, "")
    assert not default_storage.exists(stored)
    assert paper_services.open_file(file) is None
    assert AccessCode.objects.open(at=NOVEMBER + paper_rules.KEPT).count() == 1


@pytest.mark.parametrize(
    ("days", "of_list", "of_page"),
    [
        ((3, 3), "prêt à imprimer", ["prêt", "prêt"]),
        ((0, 3), "en partie effacé", ["effacé", "prêt"]),
        ((0, -1), "fichiers effacés", ["effacé", "effacé"]),
    ],
)
def test_the_list_and_the_page_of_a_batch_say_the_same_of_its_files(school, days, of_list, of_page):
    """From the instant of each file on, however late the worker."""
    batch = LetterBatchFactory(school=school)
    files = [
        LetterFileFactory(
            batch=batch,
            rank=rank,
            state=FileState.DONE,
            stored_as=f"lettres/{rank}",
            remove_at=NOVEMBER + dt.timedelta(days=left),
        )
        for rank, left in enumerate(days, start=1)
    ]

    (line,) = batch_lines([batch], school=school, at=NOVEMBER)
    page = batch_page(batch, files, school=school, at=NOVEMBER)

    assert line.status == of_list
    assert [file.status for file in page.files] == of_page


def test_a_stored_name_says_nothing(school, class_b):
    guardian(pupil(class_b))
    ask(school, planned(school))
    (file,) = print_all()

    name = file.stored_as.removeprefix("lettres/").removesuffix(".pdf")
    assert len(name) == 32
    assert int(name, 16)


def test_trying_again_touches_failed_files_only():
    done = LetterFileFactory(state=FileState.DONE, stored_as="lettres/x.pdf")

    paper_services.try_again(done)

    done.refresh_from_db()
    assert done.state == FileState.DONE


def test_the_first_of_a_month_is_written_as_people_say_it(school):
    first = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)

    assert full_day(first, school) == "mardi 1er\u00a0décembre 2026"
    assert full_day(first + dt.timedelta(days=10), school) == "vendredi 11\u00a0décembre 2026"


def test_the_office_reads_when_its_letters_were_asked_as_people_say_it(school):
    asked_at = dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)
    batch = LetterBatchFactory(school=school, created_at=asked_at)

    (this_year,) = batch_lines([batch], school=school, at=asked_at)
    (next_year,) = batch_lines([batch], school=school, at=asked_at + dt.timedelta(days=40))

    assert this_year.when == "le 1er décembre à 9\u00a0h"
    assert next_year.when == "le 1er décembre 2026 à 9\u00a0h"


def test_a_slip_of_one_day_says_its_hour_as_people_say_it(school):
    ends_at = dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)

    assert (
        until(ends_at, school, purpose=Purpose.RESET) == "mardi 1er\u00a0décembre 2026 à 9\u00a0h"
    )
