"""A document is opened within limits: those of its clock are counted, never waited for."""

import itertools
from types import SimpleNamespace

import pytest

from apps.files.rules import office_zip
from tests.files.samples import odf


@pytest.fixture
def ticking(monkeypatch):
    """A clock that each look moves by so many seconds."""

    def start(step):
        looks = itertools.count()
        clock = SimpleNamespace(monotonic=lambda: next(looks) * step)
        monkeypatch.setattr(office_zip, "time", clock)
        return looks

    return start


LONG = odf("text", **{f"part{n}": b"x" * 100 for n in range(100)})


def test_a_document_that_takes_too_long_to_inflate_is_left_there(ticking):
    looks = ticking(1.0)

    with pytest.raises(office_zip.ArchiveError, match="anormale"):
        office_zip.document_type(LONG)
    assert next(looks) <= office_zip.MAX_SECONDS + 3


def test_a_document_that_is_inflated_in_time_is_kept(ticking):
    ticking(office_zip.MAX_SECONDS / 1000)

    assert office_zip.document_type(LONG).endswith(".text")
