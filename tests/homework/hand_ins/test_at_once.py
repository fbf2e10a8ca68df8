"""Two acts on one file, on two connections: handed in while it is being forgotten, or twice."""

import datetime as dt

import pytest

from apps.files.models import StoredFile
from apps.files.services import forgetting
from apps.homework.errors import NotebookError
from apps.homework.hand_ins.services import hand_in
from apps.homework.models import HandIn
from tests.at_once import impatient, problems_at_once, while_held
from tests.homework.conftest import TUESDAY
from tests.homework.giving import kept

pytestmark = pytest.mark.django_db(transaction=True)
LATER = TUESDAY + dt.timedelta(days=1, hours=1)


def handing(cast, asked, *found):
    state = asked.versions.get()
    return lambda: hand_in(state, cast.ines, found, at=LATER)


def test_a_file_that_is_being_forgotten_is_said_to_be_gone(school_life, asked):
    stored = kept(school_life, by=school_life.ines)

    problem = while_held(
        lambda: forgetting.forget_loose(at=LATER), handing(school_life, asked, stored)
    )

    assert isinstance(problem, NotebookError)
    assert str(problem) == "Un fichier n’est plus là : choisis-le de nouveau."
    assert not HandIn.objects.exists()


def test_a_file_that_is_being_handed_in_is_not_forgotten(school_life, asked):
    stored = kept(school_life, by=school_life.ines)

    problem = while_held(
        handing(school_life, asked, stored),
        impatient(lambda: forgetting.forget_loose(at=LATER)),
    )

    assert problem is None
    assert HandIn.objects.get().stored == stored
    assert StoredFile.objects.get() == stored


def test_the_same_file_handed_in_by_two_windows_is_one(school_life, asked):
    stored = kept(school_life, by=school_life.ines)
    give = handing(school_life, asked, stored)

    assert problems_at_once(give, give) == [None, None]
    assert HandIn.objects.count() == 1
