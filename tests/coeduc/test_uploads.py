"""How much may be sent is decided before anything is kept."""

from types import SimpleNamespace

import pytest
from django.conf import settings as project
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.test import Client, RequestFactory
from django.urls import reverse

from apps.schools.enums import Role
from apps.schools.imports import forms
from apps.schools.imports.rules import files as imports
from coeduc import portal, uploads
from coeduc.portal import Upload
from coeduc.uploads import UploadLimit, left_out, limit_of, was_cut
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory, StaffFactory, StudentFactory

TOO_MUCH = (400, 413)
MEBI = 1024 * 1024


@pytest.fixture
def limits(monkeypatch):
    taken = [Upload("/equipe/import/", 4000, anybody), Upload("/equipe/", 1000, anybody)]
    monkeypatch.setattr(portal.answers(), "uploads", taken)


def anybody(_reader):
    return True


def posted(path, data, person=None):
    request = RequestFactory().post(path, data)
    request.user = person or SimpleNamespace(is_authenticated=True)
    request.reader = None
    return request


def sent(path, *sizes, person=None):
    files = [SimpleUploadedFile(f"{n}.xml", b"x" * size) for n, size in enumerate(sizes)]
    return posted(path, {"word": "kept", "files": files}, person)


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
def test_an_address_takes_so_many_bytes_and_no_more(limits, path, sizes, cut):
    request = sent(path, *sizes)

    assert was_cut(request) is cut


def test_the_fields_sent_before_the_files_are_still_read(limits):
    request = sent("/equipe/import/", 200_000)

    assert was_cut(request)
    assert request.POST["word"] == "kept"
    assert not request.FILES


def test_the_fields_sent_after_a_file_that_is_too_heavy_are_read_too(limits):
    heavy = SimpleUploadedFile("lourd.pdf", b"x" * 200_000)
    request = posted("/equipe/import/", {"files": heavy, "word": "kept"})

    assert left_out(request) == {"files": ["lourd.pdf"]}
    assert request.POST["word"] == "kept"


def test_one_file_too_heavy_leaves_the_others(monkeypatch):
    taken = [Upload("/equipe/import/", 4000, anybody, file_bytes=1000)]
    monkeypatch.setattr(portal.answers(), "uploads", taken)

    request = sent("/equipe/import/", 1000, 1001, 500)

    assert left_out(request) == {"files": ["1.xml"]}
    assert [file.name for file in request.FILES.getlist("files")] == ["0.xml", "2.xml"]


@pytest.mark.parametrize("person", [None, AnonymousUser()])
def test_nothing_is_kept_before_the_person_is_known(limits, person):
    request = sent("/equipe/import/", 10)
    request.user = person

    assert not request.FILES
    assert request.POST["word"] == "kept"


def heavy_body(path, length, person):
    """A request that says how long it is; nothing of it is ever read."""
    request = posted(path, {"word": "kept"}, person)
    handler = UploadLimit(request)
    handler.handle_raw_input(None, request.META, length, b"")
    return handler


def test_much_is_not_read_of_somebody_unknown():
    most = uploads.MOST_IN_VAIN + uploads.BESIDES
    heavy_body("/equipe/import/", most, AnonymousUser())

    with pytest.raises(RequestDataTooBig):
        heavy_body("/equipe/import/", most + 1, AnonymousUser())


@pytest.mark.parametrize(
    ("path", "mebibytes"),
    [
        ("/equipe/import/", 512),
        ("/equipe/cahier/x/", 25),
        ("/eleve/cahier/x/", 25),
        ("/equipe/reglages/x/logo/", 8),
        ("/equipe/evaluations/x/notes/fichier/", 8),
        ("/famille/", 0),
        ("/compte/connexion/", 0),
        ("/equipe/", 0),
    ],
)
def test_the_limits_of_the_portal_are_these(monkeypatch, path, mebibytes):
    monkeypatch.setattr(uploads, "may_send", lambda request: True)
    person = SimpleNamespace(is_authenticated=True)
    most = mebibytes * MEBI

    assert heavy_body(path, most + uploads.BESIDES, person).left == most
    assert heavy_body(path, most + uploads.BESIDES + 1, person).left == 0


def test_the_limits_said_on_the_page_of_imports_are_kept():
    assert limit_of("/equipe/import/") == imports.MAX_TOTAL_BYTES == 512 * MEBI
    assert imports.MAX_FILE_BYTES == 128 * MEBI
    assert forms.MAX_FILES == 10
    assert (imports.MAX_RATIO, imports.MAX_MEMBERS, imports.MAX_SECONDS) == (200, 100, 10.0)


def test_a_file_of_the_notebook_weighs_ten_mebibytes_at_most():
    for path in ("/equipe/cahier/x/", "/eleve/cahier/x/"):
        assert uploads.file_limit_of(path) == 10 * MEBI


@pytest.fixture
def opened(monkeypatch):
    """The names of the files that a handler began to keep, in memory or on the disk."""
    names = []
    for handler in (MemoryFileUploadHandler, TemporaryFileUploadHandler):
        before = handler.new_file

        def new_file(self, field, name, *args, _before=before, **kwargs):
            names.append(name)
            return _before(self, field, name, *args, **kwargs)

        monkeypatch.setattr(handler, "new_file", new_file)
    return names


def people(kind):
    school = SchoolFactory()
    if kind == "nobody":
        return None
    if kind == "parent":
        return UserFactory()
    if kind == "pupil":
        return StudentFactory(school=school, user=UserFactory()).user
    return StaffFactory(school=school, role=Role[kind]).user


IMPORT = "/equipe/import/"
LOGO = "/equipe/reglages/00000000-0000-4000-8000-000000000000/logo/"
MARKS = "/equipe/evaluations/00000000-0000-4000-8000-000000000000/notes/fichier/"
NOTEBOOK = "/equipe/cahier/00000000-0000-4000-8000-000000000000/2026-11-17/"
HAND_IN = "/eleve/cahier/00000000-0000-4000-8000-000000000000/deposer/"
TAKEN = {
    ("DIGITAL_REFERENT", IMPORT), ("PRINCIPAL", IMPORT), ("DIGITAL_REFERENT", LOGO),
    ("PRINCIPAL", LOGO), ("TEACHER", MARKS), ("PRINCIPAL", MARKS), ("DIGITAL_REFERENT", MARKS),
    ("CPE", MARKS), ("TEACHER", NOTEBOOK), ("PRINCIPAL", NOTEBOOK), ("CPE", NOTEBOOK),
    ("DIGITAL_REFERENT", NOTEBOOK), ("pupil", HAND_IN),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("path", [IMPORT, LOGO, MARKS, NOTEBOOK, HAND_IN, "/famille/", "/compte/"])
@pytest.mark.parametrize(
    "who", ["nobody", "parent", "pupil", "TEACHER", "CPE", "DIGITAL_REFERENT", "PRINCIPAL"]
)
def test_only_the_offices_that_send_files_there_are_read(opened, who, path):
    """The token is looked for in the body, before any view: a browser that has a cookie."""
    client = Client(enforce_csrf_checks=True)
    person = people(who)
    if person is not None:
        client.force_login(person)
    client.cookies["csrftoken"] = "a" * 32

    client.post(path, {"files": SimpleUploadedFile("a.xml", b"x" * 3000)})

    assert bool(opened) is ((who, path) in TAKEN)


@pytest.mark.django_db
def test_an_import_sent_by_nobody_leaves_nothing_on_the_disk(client, opened):
    client.cookies["csrftoken"] = "a" * 32
    files = [SimpleUploadedFile(f"{n}.xml", b"x" * 3 * MEBI) for n in range(2)]

    response = client.post(reverse("imports:upload"), {"files": files})

    assert response.status_code == 302
    assert opened == []


@pytest.fixture
def referent(client):
    client.force_login(people("DIGITAL_REFERENT"))
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "is_too_much"), [(2000, False), (2001, True)])
def test_two_thousand_fields_are_the_most(referent, count, is_too_much):
    response = referent.post(IMPORT, {f"f{n}": "x" for n in range(count)})

    assert (response.status_code in TOO_MUCH) is is_too_much


@pytest.mark.django_db
@pytest.mark.parametrize(("size", "is_too_much"), [(5 * MEBI - 2, False), (5 * MEBI + 1, True)])
def test_five_mebibytes_of_words_are_the_most(referent, size, is_too_much):
    body = "f=" + "x" * size

    response = referent.post(IMPORT, body, content_type="application/x-www-form-urlencoded")

    assert (response.status_code in TOO_MUCH) is is_too_much


@pytest.mark.django_db
def test_a_hundred_files_are_the_most(referent):
    files = [SimpleUploadedFile(f"{n}.xml", b"x") for n in range(101)]

    assert referent.post(IMPORT, {"files": files}).status_code in TOO_MUCH


def test_the_limit_stands_before_whatever_keeps_a_file():
    assert project.FILE_UPLOAD_HANDLERS[0] == "coeduc.uploads.UploadLimit"
