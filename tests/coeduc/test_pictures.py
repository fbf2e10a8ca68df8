"""Any picture Pillow can open is drawn again, upright; anything else is a ``PictureError``."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile, TiffImagePlugin

from coeduc import pictures
from coeduc.pictures import (
    ManyPagesError,
    PictureError,
    RawPhotoError,
    TooManyPointsError,
    is_picture,
    redrawn,
)
from coeduc.upright import bare_jpeg, orientation_of
from tests.coeduc.pictures import ODD_EXIF, SOURCES, drawn, large_heic, turned, two_in_one
from tests.damage import damaged


def seen(data, **options):
    """The size of what is kept and the colour of its four corners."""
    kept = redrawn(data, side=1000, **options)
    image = Image.open(io.BytesIO(kept.data)).convert("RGB")
    far_x, far_y = image.width - 3, image.height - 3
    corners = ((2, 2), (far_x, 2), (2, far_y), (far_x, far_y))
    red = ["red" if image.getpixel(xy)[0] > 150 else "blue" for xy in corners]
    return image.size, red.index("red")


@pytest.mark.parametrize(
    "kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "JPEG2000", "AVIF", "HEIF"]
)
def test_a_picture_of_any_kind_is_drawn_again(kind):
    assert seen(drawn(kind, (80, 40))) == ((80, 40), 0)
    assert pictures.is_picture(drawn(kind))


def test_an_icon_is_drawn_again():
    assert seen(drawn("ICO", (80, 40), sizes=[(80, 40)])) == ((80, 40), 0)


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [
        (1, (80, 40), 0), (2, (80, 40), 1), (3, (80, 40), 3), (4, (80, 40), 2),
        (5, (40, 80), 0), (6, (40, 80), 1), (7, (40, 80), 3), (8, (40, 80), 2),
        (0, (80, 40), 0), (9, (80, 40), 0), (65535, (80, 40), 0),
    ],
)  # fmt: skip
def test_a_photo_stands_upright_whatever_way_it_was_taken(orientation, size, red):
    assert seen(drawn("JPEG", (80, 40), exif=turned(orientation))) == (size, red)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_other_kinds_stand_upright_too(kind):
    assert seen(drawn(kind, (160, 80), exif=turned())) == ((80, 160), 1)


def test_two_photos_in_one_file_are_the_first_of_them_upright():
    assert seen(two_in_one(exif=turned(), size=(80, 40))) == ((40, 80), 1)


@pytest.mark.parametrize("name", ODD_EXIF)
def test_only_the_orientation_of_odd_metadata_is_read(name):
    assert seen(ODD_EXIF[name]) == ((20, 40), 1)


@pytest.mark.parametrize("photos", [True, False])
def test_nothing_of_what_was_read_is_kept(photos):
    kept = redrawn(drawn("JPEG", exif=turned(), comment=b"chez nous"), side=100, photos=photos)

    assert b"chez nous" not in kept.data
    assert not Image.open(io.BytesIO(kept.data)).getexif()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_the_points_of_a_png_may_be_coded_in_any_way(mode):
    image = Image.new("RGB", (4, 4), "white")
    image = Image.new("I;16", (4, 4), 60_000) if mode == "I;16" else image.convert(mode)
    out = io.BytesIO()
    image.save(out, "PNG")

    kept = Image.open(io.BytesIO(redrawn(out.getvalue(), side=10).data)).convert("L")

    assert kept.getpixel((0, 0)) == (233 if mode == "I;16" else 255)


def test_pages_beyond_the_first_are_never_lost_in_silence():
    pages = drawn("TIFF", save_all=True, append_images=[Image.new("RGB", (9, 9))])

    with pytest.raises(ManyPagesError):
        redrawn(pages, side=10)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "WEBP", "AVIF", "HEIF", "GIF"])
def test_too_many_points_are_refused(kind, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PIXELS", 79 * 40)
    monkeypatch.setattr(pictures, "MOST_PIXELS", {})

    with pytest.raises(TooManyPointsError):
        redrawn(drawn(kind, (80, 40)), side=10)


@pytest.mark.parametrize("size", [(8192, 6144), (9248, 6936)])
def test_the_photo_of_a_telephone_of_many_points_is_kept(size):
    photo = io.BytesIO()
    Image.new("L", size, 120).save(photo, "JPEG", exif=turned(6))

    kept = Image.open(io.BytesIO(redrawn(photo.getvalue(), side=200).data))

    assert kept.size == (150, 200)


def test_a_heic_of_many_points_is_kept_upright():
    kept = Image.open(io.BytesIO(redrawn(large_heic(), side=200, photos=True).data))

    assert kept.size == (150, 200)
    blue = [kept.getpixel((75, line))[2] > 150 for line in (5, 90, 110, 195)]
    assert blue == [True, True, False, False]


def test_a_heic_of_more_points_than_telephones_take_is_refused(monkeypatch):
    monkeypatch.setitem(pictures.MOST_PIXELS, "HEIF", 8064 * 6048 - 1)

    with pytest.raises(TooManyPointsError):
        redrawn(large_heic(), side=200)


def directory(*entries):
    """A TIFF of small points whose first directory says more than its picture."""
    options = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, kind, value in entries:
        options.tagtype[tag] = kind
        options[tag] = value
    return drawn("TIFF", tiffinfo=options)


@pytest.mark.parametrize(
    "data",
    [
        directory((0xC612, 1, b"\1\4\0\0")),
        directory((0x00FE, 4, 1)),
        b"II*\0\x10\0\0\0CR\2\0" + b"\0" * 50,
        b"IIU\0\x18\0\0\0" + b"\0" * 50,
        b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + b"\0" * 50,
        b"FUJIFILMCCD-RAW 0201" + b"\0" * 50,
    ],
)
def test_of_a_raw_photo_no_thumbnail_is_kept_in_its_place(data):
    assert is_picture(data)
    with pytest.raises(RawPhotoError):
        redrawn(data, side=10)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "TIFF", "WEBP", "AVIF", "HEIF"])
def test_a_cut_picture_is_refused_even_where_pdf_are_made(kind, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does
    whole = drawn(kind, (80, 40))

    with pytest.raises(PictureError):
        redrawn(whole[: len(whole) * 3 // 4], side=10)


def test_without_its_library_a_heic_is_a_picture_nobody_reads(monkeypatch):
    photo = drawn("HEIF")
    monkeypatch.delitem(Image.OPEN, "HEIF")

    with pytest.raises(PictureError):
        redrawn(photo, side=10)


def test_a_part_of_the_damaged_pictures_makes_no_fault():
    """All ten thousand: ``python -m bench.damaged_files``."""
    found = {True: 0, False: 0}
    for data in damaged(SOURCES, 400, seed=10):
        try:
            found[bool(redrawn(data, side=64, photos=True).data)] += 1
        except PictureError:
            found[False] += 1
    assert min(found.values()) > 20


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_metadata_gives_an_orientation(data):
    for start in (b"", b"Exif\0\0MM\0*\0\0\0\x08", b"II*\0\x08\0\0\0"):
        assert 1 <= orientation_of(start + data, data) <= 8


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_have_an_orientation_and_bytes(data):
    kept, orientation = bare_jpeg(b"\xff\xd8" + data)

    assert 1 <= orientation <= 8
    assert kept.startswith(b"\xff\xd8")
