"""The bell of the letters: it prints one file a ring, and takes old files away."""

import datetime as dt

import pytest
import time_machine

from apps.invitations.enums import LETTERS
from apps.invitations.letters.queries import plan_for_one
from apps.notices.enums import Delivery, FileState, LetterAudience
from apps.notices.models import LetterFile
from apps.notices.paper import rules as paper_rules
from apps.notices.paper import services as paper_services
from apps.notices.paper.tasks import print_letters, remove_old_letters
from tests.factories.accounts import UserFactory
from tests.factories.invitations import NOVEMBER

pytestmark = pytest.mark.django_db


def wish(person):
    return paper_services.ask_for_letters(
        plan_for_one(person).files,
        kind=LETTERS,
        school=person.school,
        audience=LetterAudience.GUARDIANS,
        label="Une lettre",
        delivery=Delivery.POSTED,
        renews=True,
        by=UserFactory(),
        at=NOVEMBER,
    )


def test_a_bell_with_nothing_to_print_does_nothing():
    assert print_letters() is False
    assert remove_old_letters() == 0


def test_each_bell_prints_one_file_and_the_last_ones_find_none(mother):
    wish(mother), wish(mother)

    assert [print_letters() for _ring in range(3)] == [True, True, False]
    assert set(LetterFile.objects.values_list("state", flat=True)) == {FileState.DONE}


def test_a_bell_rung_a_week_later_takes_the_files_away(mother):
    wish(mother)
    print_letters()

    with time_machine.travel(NOVEMBER + paper_rules.KEPT - dt.timedelta(seconds=1), tick=False):
        assert remove_old_letters() == 0
    with time_machine.travel(NOVEMBER + paper_rules.KEPT, tick=False):
        assert remove_old_letters() == 1
