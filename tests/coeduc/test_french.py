"""A duration is written one way, wherever it is read."""

import datetime as dt
import re

import pytest

from coeduc import french
from tests.architecture.sources import ROOT, modules


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, "0 min"),
        (5, "5 min"),
        (59, "59 min"),
        (60, "1 h"),
        (65, "1 h 05"),
        (80, "1 h 20"),
        (24 * 60, "24 h"),
        (26 * 60 + 5, "26 h 05"),
    ],
)
def test_a_duration_is_hours_then_minutes_kept_on_one_line(minutes, expected):
    words = french.duration(minutes)

    assert words.replace("\u00a0", " ") == expected
    assert " " not in words


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (1, "1 min"),
        (10, "dix minutes"),
        (45, "45 min"),
        (60, "une heure"),
        (90, "1 h 30"),
        (24 * 60, "24 heures"),
        (48 * 60, "2 jours"),
    ],
)
def test_a_delay_is_said_in_words_where_one_is_enough(minutes, expected):
    assert french.delay(dt.timedelta(minutes=minutes)).replace("\u00a0", " ") == expected


def test_nowhere_else_are_minutes_put_into_words():
    """A number before «min» in a sentence: only ``coeduc/french.py`` writes that.

    The limit of a field is in the unit of the field.
    """
    typed = re.compile(
        r"(?:%\((?!limit_value)\w+\)[ds]|\}\})[ \u00a0]*\n?[ \u00a0]*(?:min\b|minutes?\b)"
    )
    texts = [*modules("apps/**/*.py", "coeduc/*.py"), *ROOT.glob("templates/**/*.html")]

    offences = [
        path.relative_to(ROOT).as_posix()
        for path in texts
        if path.name != "french.py" and typed.search(path.read_text())
    ]

    assert offences == []
