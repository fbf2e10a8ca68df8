"""How much may be sent is decided before anything is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from coeduc.uploads import was_cut


@pytest.fixture(autouse=True)
def limits(settings):
    settings.UPLOAD_LIMIT = 1000
    settings.UPLOAD_LIMITS = {"/equipe/import/": 4000}


def sent(path, *sizes):
    files = [SimpleUploadedFile(f"{n}.xml", b"x" * size) for n, size in enumerate(sizes)]
    return RequestFactory().post(path, {"word": "kept", "files": files})


@pytest.mark.parametrize(
    ("path", "sizes", "cut"),
    [
        ("/equipe/reglages/", (1000,), False),
        ("/equipe/reglages/", (1001,), True),
        ("/equipe/import/", (2000, 2000), False),
        ("/equipe/import/", (2000, 2001), True),
        ("/equipe/import/", (200_000,), True),
    ],
)
def test_an_address_takes_so_many_bytes_and_no_more(path, sizes, cut):
    request = sent(path, *sizes)

    assert was_cut(request) is cut


def test_the_fields_sent_before_the_files_are_still_read():
    request = sent("/equipe/import/", 200_000)

    assert was_cut(request)
    assert request.POST["word"] == "kept"
    assert not request.FILES
