"""Work that the number of points does not bound: counted before any decoder opens the file."""

import io
import struct
import zlib

import pytest
from PIL import Image

from coeduc import pictures
from coeduc.picture_costs import is_costly
from coeduc.pictures import PictureError, TooManyPointsError, TooMuchWorkError, redrawn
from tests.coeduc.pictures import ODD_EXIF, SOURCES, drawn, large_heic, two_in_one, with_scans


@pytest.fixture
def opened(monkeypatch):
    """What a decoder was given to open."""
    found = []
    real = Image.open
    monkeypatch.setattr(Image, "open", lambda *a, **k: found.append(a) or real(*a, **k))
    return found


def chunk(name, body):
    whole = name + body
    return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))


def with_chunks(name, body, times):
    png = drawn("PNG")
    return png[:33] + chunk(name, body) * times + png[33:]


def with_comments(times):
    gif = drawn("GIF")
    start = 13 + (3 << ((gif[10] & 7) + 1))
    return gif[:start] + b"\x21\xfe" + b"\1x" * times + b"\0" + gif[start:]


def tiff(*entries, more=b""):
    said = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *e) for e in entries)
    return b"II*\0\x08\0\0\0" + said + b"\0\0\0\0" + more


def with_strips(times):
    """A line a strip, all of them the same bytes."""
    at = 8 + 2 + 12 * 6 + 4
    numbers = struct.pack(f"<{times}I", *[at] * times) + struct.pack(f"<{times}I", *[9000] * times)
    return tiff(
        (0x100, 4, 1, 100), (0x101, 4, 1, times), (0x103, 3, 1, 8), (0x111, 4, times, at),
        (0x116, 4, 1, 1), (0x117, 4, times, at + 4 * times), more=numbers + b"x" * 9000,
    )  # fmt: skip


def with_entries(times):
    """Each says that its value is the whole file."""
    return tiff(*[(n, 7, 12 * times, 8) for n in range(1, times + 1)])


def with_layers(layers, tile=64):
    siz = struct.pack(">HH8I", 41, 0, 100, 100, 0, 0, tile, tile, 0, 0) + b"\0\1\7\1\1"
    return b"\xff\x4f\xff\x51" + siz + b"\xff\x52\0\x0c\0\0" + struct.pack(">H", layers)


def icon(size, bytes_of=None):
    """An icon that says 16 × 16, and whose PNG says something else."""
    header = struct.pack(">IIBBBBB", *size, 8, 6, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + (bytes_of or b"")
    return b"\0\0\1\0\1\0" + struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 32, len(png), 22) + png


PROGRESSIVE = drawn("JPEG", progressive=True)
COSTLY = {
    "scans of a JPEG": with_scans(PROGRESSIVE, 3000),
    "scans of two JPEG in one file": with_scans(two_in_one(progressive=True), 3000),
    "scans after filling bytes": with_scans(PROGRESSIVE, 80).replace(b"\xff\xda", b"\xff\xff\xda"),
    "scans behind a comment that looks like an end": with_scans(
        PROGRESSIVE.replace(b"\xff\xda", b"\xff\xfe\0\4\xff\xd9\xff\xda", 1), 80
    ),
    "segments of a JPEG": PROGRESSIVE[:2] + b"\xff\xfe\0\2" * 3000 + PROGRESSIVE[2:],
    "profiles of a PNG": with_chunks(b"iCCP", b"x\0\0" + zlib.compress(b"0" * 900_000), 300),
    "texts of a PNG": with_chunks(b"zTXt", b"x\0\0" + zlib.compress(b"0" * 900_000), 300),
    "empty data of a PNG": with_chunks(b"IDAT", b"", 30_000),
    "comments of a GIF": with_comments(5000),
    "strips of a TIFF": with_strips(2000),
    "entries of a TIFF": with_entries(500),
    "entries of the Exif of an AVIF": drawn("AVIF") + with_entries(500),
    "entries of the Exif of a HEIC": large_heic() + with_entries(500),
    "layers of a JPEG 2000": with_layers(65_535),
    "layers of a JPEG 2000 behind a profile": b"\0\0\0\x0cjP  \r\n\x87\n"
    + b"\0" * 9000
    + with_layers(65_535),
    "layers of a tile": with_layers(1)[:-2]
    + b"\0\1"
    + b"\0" * 6
    + b"\xff\x90\0\x0a\0\0\0\0\0\0\0\1"
    + with_layers(65_535)[-8:],
    "scans of a JPEG in a HEIC": large_heic() + with_scans(PROGRESSIVE, 80),
    "images laid on another in a HEIC": large_heic() + b"iovl",
    "tiles of a JPEG 2000": with_layers(1, tile=1),
    "runs of a BMP": b"BM" + b"\0" * 28 + b"\1\0\0\0" + b"\1\1" * 1_000_000,
    "chunks of a PNG in an icon": icon((16, 16), chunk(b"tEXt", b"x\0y") * 300),
}


@pytest.mark.parametrize("name", COSTLY)
def test_work_that_points_do_not_bound_is_refused_before_any_decoder(name, opened):
    with pytest.raises(TooMuchWorkError):
        redrawn(COSTLY[name], side=64, photos=True)
    assert opened == []


def test_an_icon_that_holds_itself_is_answered():
    itself = b"\0\0\1\0\1\0" + struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 32, 22, 0)

    with pytest.raises(PictureError):
        redrawn(itself, side=64)


@pytest.mark.parametrize("start", [b"II+\0", b"MM\0+", b"II\0*", b"MM*\0"])
def test_a_tiff_of_another_sort_is_never_opened(start, opened):
    with pytest.raises(PictureError):
        redrawn(start + with_strips(2000)[4:], side=64)
    assert opened == []


@pytest.mark.parametrize("size", [(9400, 9400), (65_535, 65_535)])
def test_an_icon_of_too_many_points_is_refused_before_its_decoder_draws_it(size, opened):
    with pytest.raises(TooManyPointsError):
        redrawn(icon(size), side=64)
    assert opened == []


def test_the_pages_of_a_tiff_are_not_all_opened(monkeypatch):
    pages = drawn("TIFF", save_all=True, append_images=[Image.new("RGB", (9, 9))] * 20)
    seen = []
    plugin = Image.registered_extensions() and Image.OPEN["TIFF"][0]
    real = plugin._seek
    monkeypatch.setattr(plugin, "_seek", lambda self, n: seen.append(n) or real(self, n))

    with pytest.raises(PictureError):
        redrawn(pages, side=64)
    assert max(seen) <= 1


HONEST = {
    "progressive": drawn("JPEG", (400, 300), progressive=True),
    "progressive twice": two_in_one(progressive=True),
    "scans as many as allowed": with_scans(PROGRESSIVE, 50),
    "followed by a film": PROGRESSIVE + b"\xff\xda\0\4ab" * 5000,
    "strips": drawn("TIFF", (300, 2000), compression="tiff_lzw"),
    "strips of JPEG": drawn("TIFF", (300, 2000), compression="jpeg"),
    "icon": drawn("ICO", (80, 40), sizes=[(80, 40), (16, 16)]),
    "icon of bitmaps": drawn("ICO", (80, 40), sizes=[(80, 40)], bitmap_format="bmp"),
    "moving PNG": drawn("PNG", save_all=True, append_images=[Image.new("RGB", (40, 20))] * 250),
    "commented GIF": drawn("GIF", comment=b"x" * 60_000),
    "JPEG 2000 in layers": drawn("JPEG2000", (200, 200), quality_layers=[40, 20, 10]),
    "heic": large_heic(),
}


@pytest.mark.parametrize("name", HONEST)
def test_what_programs_write_is_drawn(name):
    assert Image.open(io.BytesIO(redrawn(HONEST[name], side=64, photos=True).data)).width > 9


@pytest.mark.parametrize("data", [*SOURCES, *ODD_EXIF.values()])
def test_no_picture_of_a_telephone_costs_too_much(data):
    assert not is_costly(data)


def test_bytes_cut_anywhere_are_answered():
    for data in [*SOURCES, *(one[:3000] for one in COSTLY.values())]:
        for end in range(0, min(len(data), 300), 7):
            assert is_costly(data[:end]) in (True, False)
            assert pictures.icon_points(data[:end]) >= 0
