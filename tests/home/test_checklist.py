"""The first steps of a school: each one read from the data, none ticked by hand."""

import datetime as dt

import pytest
import time_machine

from apps.home.presenters.checklist import checklist_of
from apps.invitations.models import AccessCode
from apps.notices.enums import FileState
from apps.notices.models import Letter, LetterFile
from apps.publication.enums import DecisionBody
from apps.schools.enums import Role
from apps.schools.models import Closure, Guardianship, Term
from coeduc import about
from tests.factories.invitations import LetterFileFactory, give
from tests.factories.publication import RuleVersionFactory
from tests.factories.schools import (
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    RestrictionFactory,
    SchoolFactory,
    SchoolYearFactory,
    StaffFactory,
    TeachingFactory,
)

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)
FILES, PHONE, CALENDAR, RULE, LEGAL, LETTERS, OPEN = TITLES = (
    "Importer les fichiers",
    "Dire qui appeler, et quand",
    "Poser le calendrier",
    "Choisir la règle",
    "Compléter « Vos données » et les mentions",
    "Imprimer les lettres",
    "Ouvrir aux familles",
)


@pytest.fixture(autouse=True)
def named(settings):
    """Whoever keeps the server has named everybody whom the law asks for."""
    for name in about.NAMED:
        setattr(settings, name, "Collège d’essai")


@pytest.fixture
def school():
    return SchoolFactory(school_life_phone="")


def done(school):
    return {step.title for step in checklist_of(school, at=NOON).steps if step.is_done}


def following(school):
    return [step.title for step in checklist_of(school, at=NOON).steps if step.is_next]


def with_files(school, **guardian):
    TeachingFactory(school=school)
    student = EnrolmentFactory(division__school=school).student
    GuardianshipFactory(student=student, guardian=GuardianFactory(school=school, **guardian))


def with_calendar(school):
    year = SchoolYearFactory(school=school)
    Term.objects.create(
        school=school,
        year=year,
        index=1,
        count=1,
        starts_on=year.starts_on,
        ends_on=year.ends_on,
    )
    day = dt.date(2026, 11, 11)
    Closure.objects.create(school=school, label="Armistice", starts_on=day, ends_on=day)


def with_phone(school):
    school.school_life_phone = "01 99 00 00 00"
    school.save()


def test_a_new_school_begins_with_its_files(school):
    assert [step.title for step in checklist_of(school, at=NOON).steps] == list(TITLES)
    assert done(school) == {LEGAL}
    assert following(school) == [FILES]


def test_files_without_guardians_are_not_done_and_the_sentence_says_what_is_missing(school):
    TeachingFactory(school=school)
    EnrolmentFactory(division__school=school)

    step = checklist_of(school, at=NOON).steps[0]

    assert (step.is_done, step.sentence) == (False, "Il manque le fichier des responsables.")


def test_each_step_is_done_by_what_the_school_has(school):
    with_files(school, user=None)
    assert done(school) == {FILES, LEGAL}

    with_phone(school)
    assert done(school) == {FILES, PHONE, LEGAL}

    with_calendar(school)
    assert done(school) == {FILES, PHONE, CALENDAR, LEGAL}

    RuleVersionFactory(school=school)
    assert done(school) == {FILES, PHONE, CALENDAR, RULE, LEGAL}
    assert following(school) == [LETTERS]


def test_a_school_without_a_number_to_call_has_that_to_do(school):
    with_files(school)

    assert following(school) == [PHONE]


def test_families_are_not_let_in_before_the_pages_of_the_law_name_everybody(school, settings):
    with_files(school, user=None)
    with_phone(school)
    with_calendar(school)
    RuleVersionFactory(school=school)
    settings.DPO_CONTACT = settings.LEGAL_HOST = ""

    step = next(step for step in checklist_of(school, at=NOON).steps if step.is_next)

    assert step.title == LEGAL
    assert step.sentence.startswith("2 noms manquent encore à ces pages")
    assert step.url == "/vos-donnees/"


def test_a_school_whose_guardians_have_entered_is_ready(school):
    with_files(school)
    with_phone(school)
    with_calendar(school)
    RuleVersionFactory(school=school)

    assert checklist_of(school, at=NOON).is_done


def test_who_gets_no_letter_does_not_hold_the_letters_back(school):
    with_files(school)
    student = Guardianship.objects.get().student
    cut = GuardianshipFactory(
        student=student, guardian=GuardianFactory(school=school, user=None)
    ).guardian
    RestrictionFactory(student=student, guardian=cut)
    GuardianshipFactory(  # of a pupil who has left
        student__school=school, guardian=GuardianFactory(school=school, user=None)
    )

    assert LETTERS in done(school)


def letter_of(adult, *, file, used_at=None):
    """Of this file, and its code; ``used_at``: the paper was in somebody's hands."""
    Letter.objects.create(
        school=file.school,
        batch=file.batch,
        file=file,
        rank=Letter.objects.count() + 1,
        envelope=1,
        guardian=adult,
    )
    row, _text = give(adult)
    AccessCode.objects.filter(pk=row.pk).update(
        batch=file.batch, used_at=used_at, used_by=file.batch.by if used_at else None
    )


def letters(school, at=NOON):
    return next(step for step in checklist_of(school, at=at).steps if step.title == LETTERS)


PREPARED = "Chaque responsable a son compte, ou une lettre préparée."


@pytest.fixture
def written(school):
    """A guardian without an account, whose letter can be printed for a week."""
    with_files(school, user=None)
    adult = Guardianship.objects.get().guardian
    file = LetterFileFactory(
        batch__school=school, state=FileState.DONE, stored_as="lettres/x", remove_at=NOON + WEEK
    )
    letter_of(adult, file=file)
    return file


def test_a_letter_that_can_still_be_printed_is_prepared(school, written):
    assert (letters(school).is_done, letters(school).sentence) == (True, PREPARED)


@pytest.mark.parametrize("is_removed", [True, False])
def test_a_letter_whose_file_is_gone_unprinted_is_not_done(school, written, is_removed):
    """From its instant on, whether the worker has come or not."""
    if is_removed:
        LetterFile.objects.update(state=FileState.REMOVED, stored_as="")

    step = letters(school, at=NOON + WEEK)

    assert step.is_done is False
    assert "1 lettre préparée a son fichier effacé" in step.sentence


def test_who_entered_with_a_letter_of_the_file_shows_that_it_was_printed(school, written):
    neighbour = GuardianFactory(school=school)
    letter_of(neighbour, file=written, used_at=NOON)

    assert letters(school, at=NOON + WEEK).sentence == PREPARED


def test_who_entered_with_a_letter_of_another_file_shows_nothing(school, written):
    other = LetterFileFactory(batch=written.batch, rank=2)
    letter_of(GuardianFactory(school=school), file=other, used_at=NOON)

    assert letters(school, at=NOON + WEEK).is_done is False


def test_a_code_given_at_the_counter_is_in_a_hand(school):
    with_files(school, user=None)
    give(Guardianship.objects.get().guardian)

    assert letters(school).sentence == PREPARED


def test_the_frame_of_the_ministry_is_not_a_decision_of_the_school(school):
    RuleVersionFactory(school=school, body=DecisionBody.MINISTRY)

    assert RULE not in done(school)


def test_what_a_neighbour_has_done_counts_for_nothing(school):
    neighbour = SchoolFactory()
    with_files(neighbour)
    with_calendar(neighbour)
    RuleVersionFactory(school=neighbour)

    assert done(school) == {LEGAL}


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.PRINCIPAL, True),
        (Role.DEPUTY, True),
        (Role.CPE, False),
        (Role.TEACHER, False),
        (Role.SECRETARY, False),
    ],
)
def test_the_steps_stand_on_the_first_page_of_who_decides(client, school, role, sees):
    client.force_login(StaffFactory(school=school, role=role).user)

    with time_machine.travel(NOON, tick=False):
        page = client.get("/equipe/")

    assert ("Les premiers jours du collège" in page.content.decode()) is sees
