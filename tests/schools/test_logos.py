"""The logo: drawn again from what is sent, refused when it is anything but a small picture."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from apps.schools.enums import Role
from apps.schools.logos import MAX_BYTES, SIDE, LogoError, redrawn
from apps.schools.models import School
from tests.coeduc.pictures import ODD_EXIF, two_in_one, with_scans
from tests.factories.schools import SchoolFactory, StaffFactory

CANARY = b"adresse du graphiste"


def picture(kind="PNG", size=(40, 20), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **options)
    return out.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def header_only(width, height):
    """A PNG of a few bytes that says it is huge."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "MPO", "GIF", "BMP", "TIFF", "HEIF"])
def test_a_picture_becomes_a_png(kind):
    clean = Image.open(io.BytesIO(redrawn(picture(kind))))

    assert (clean.format, clean.size) == ("PNG", (40, 20))


def test_a_large_picture_is_made_small_and_keeps_its_shape():
    clean = Image.open(io.BytesIO(redrawn(picture(size=(2000, 1000)))))

    assert clean.size == (SIDE, SIDE // 2)


def test_what_the_file_said_besides_the_picture_is_lost():
    said = PngInfo()
    said.add_text("Comment", CANARY.decode())
    source = picture(pnginfo=said) + b"<script>" + CANARY

    assert CANARY in source
    assert CANARY not in redrawn(source)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        picture()[:60],
        header_only(0, 10),
        b"%PDF-1.7",
    ],
    ids=["empty", "svg", "cut", "no width", "pdf"],
)
def test_anything_but_a_whole_picture_is_refused(data):
    with pytest.raises(LogoError, match="PNG ou JPEG"):
        redrawn(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_cut_picture_is_refused_even_where_pdf_are_made(monkeypatch, kind):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does

    with pytest.raises(LogoError, match="PNG ou JPEG"):
        redrawn(picture(kind)[:-20])


@pytest.mark.parametrize("side", [6_000, 60_000])
def test_a_picture_of_too_many_points_is_refused_before_it_is_decoded(side):
    with pytest.raises(LogoError, match="trop de points"):
        redrawn(header_only(side, side))


def test_a_picture_that_would_be_drawn_again_and_again_is_refused():
    with pytest.raises(LogoError, match="de nouveau en PNG"):
        redrawn(with_scans(picture("JPEG", progressive=True), 100))


def test_a_file_that_is_too_heavy_is_refused():
    with pytest.raises(LogoError, match="2\u00a0Mo"):
        redrawn(picture() + b"\0" * MAX_BYTES)


@pytest.fixture
def school(db):
    return SchoolFactory()


def send(client, school, data, name="Logo de Mme Dupont.png"):
    client.force_login(StaffFactory(school=school, role=Role.PRINCIPAL).user)
    address = reverse("schools:settings_logo", args=[school.public_id])
    return client.post(address, {"logo": SimpleUploadedFile(name, data, "image/png")})


@pytest.mark.parametrize("name", ["of two photos", *ODD_EXIF])
def test_a_photo_of_a_telephone_is_a_logo(client, school, name):
    photo = two_in_one() if name == "of two photos" else ODD_EXIF[name]

    assert send(client, school, photo).status_code == 302

    assert School.objects.get(pk=school.pk).logo


def test_a_logo_stands_on_every_page_under_a_name_that_says_nothing(client, school):
    send(client, school, picture())

    stored = School.objects.get(pk=school.pk).logo.name
    address = reverse("schools:staff_logo", args=[school.public_id])
    assert "Dupont" not in stored
    assert address in client.get("/equipe/").content.decode()
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_logo_of_a_school_is_shown_to_nobody_of_another(client, school):
    send(client, school, picture())
    address = reverse("schools:staff_logo", args=[school.public_id])

    for role in (Role.TEACHER, Role.PRINCIPAL, Role.DIGITAL_REFERENT):
        client.force_login(StaffFactory(role=role).user)
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", [Role.TEACHER, Role.CPE, Role.SCHOOL_LIFE, Role.SECRETARY])
def test_who_does_not_set_up_the_school_changes_nothing_of_its_logo(client, school, role):
    send(client, school, picture())
    kept = School.objects.get(pk=school.pk).logo.name
    client.force_login(StaffFactory(school=school, role=role).user)
    sent = client.post(
        reverse("schools:settings_logo", args=[school.public_id]),
        {"logo": SimpleUploadedFile("autre.png", picture("PNG", (9, 9)), "image/png")},
    )
    removed = client.post(reverse("schools:settings_logo_remove", args=[school.public_id]))

    assert (sent.status_code, removed.status_code) == (403, 403)
    assert School.objects.get(pk=school.pk).logo.name == kept


def test_a_program_disguised_as_a_picture_changes_nothing(client, school):
    response = send(client, school, b"<svg onload='alert(1)'/>")

    assert "Ce n’est pas une image" in response.content.decode()
    assert not School.objects.get(pk=school.pk).logo


def test_the_picture_of_before_leaves_the_disk(client, school, django_capture_on_commit_callbacks):
    send(client, school, picture())
    before = School.objects.get(pk=school.pk).logo

    with django_capture_on_commit_callbacks(execute=True):
        send(client, school, picture("JPEG"))

    assert not before.storage.exists(before.name)
    assert School.objects.get(pk=school.pk).logo.name != before.name


def test_a_picture_left_out_for_its_weight_is_said_to_be_too_heavy(client, school):
    body = send(client, school, b"x" * (9 * 1024 * 1024)).content.decode()

    assert "L’image pèse trop lourd" in body
