"""How much may be sent is decided before anything is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from coeduc.uploads import left_out, was_cut


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


def test_the_fields_sent_after_a_file_that_is_too_heavy_are_read_too():
    heavy = SimpleUploadedFile("lourd.pdf", b"x" * 200_000)
    request = RequestFactory().post("/equipe/import/", {"files": heavy, "word": "kept"})

    assert left_out(request) == {"files": ["lourd.pdf"]}
    assert request.POST["word"] == "kept"


def test_one_file_too_heavy_leaves_the_others(settings):
    settings.UPLOAD_FILE_LIMITS = {"/equipe/import/": 1000}

    request = sent("/equipe/import/", 1000, 1001, 500)

    assert left_out(request) == {"files": ["1.xml"]}
    assert [file.name for file in request.FILES.getlist("files")] == ["0.xml", "2.xml"]
