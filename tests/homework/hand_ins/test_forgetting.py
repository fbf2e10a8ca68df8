"""What a pupil took back leaves: the row first, then the file that nothing points at."""

import datetime as dt

import pytest

from apps.files.services import forgetting
from apps.homework.hand_ins.services import forget_taken_back, take_back
from apps.homework.models import HandIn
from tests.homework.conftest import TUESDAY
from tests.homework.giving import give

pytestmark = pytest.mark.django_db
LONG_ENOUGH = dt.timedelta(days=1, hours=1)


def test_what_a_pupil_took_back_is_gone_a_day_later(
    school_life, asked, django_capture_on_commit_callbacks
):
    standing, back = (give(school_life, asked, one) for one in (school_life.leo, school_life.ines))
    take_back(back, at=TUESDAY)
    gone = back.stored

    with django_capture_on_commit_callbacks(execute=True):
        forget_taken_back(at=TUESDAY + LONG_ENOUGH)
        forgetting.forget_loose(at=TUESDAY + LONG_ENOUGH)

    assert list(HandIn.objects.all()) == [standing]
    assert standing.stored.file.storage.exists(standing.stored.file.name)
    assert not gone.file.storage.exists(gone.file.name)
