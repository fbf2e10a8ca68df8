"""Pictures that people send, drawn again before anybody else sees them.

What is kept is a new picture: no metadata (where a photo was taken), no comments, no surprise
hidden behind the last point. Pure: bytes in, bytes out.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageFile

from coeduc.picture_costs import icon_points, is_costly
from coeduc.upright import AS_IT_IS, bare_jpeg, orientation_of, said

with suppress(ImportError, OSError):  # telephones send HEIC; without the library, a sentence
    from pillow_heif import open_heif, register_heif_opener

    register_heif_opener()

# Formats with their own decoder in Pillow: none runs a program (PostScript) or follows a link.
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "JPEG2000", "ICO", "AVIF", "HEIF")
PHOTOS = ("JPEG", "WEBP", "JPEG2000", "AVIF", "HEIF")
# WeasyPrint lets Pillow draw truncated pictures, for the whole process that imported it: that a
# picture is whole is checked here, by its closing marker.
CLOSING = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9", "GIF": b"\x3b"}
MAX_PIXELS = 25_000_000
# Telephones of 50 and 64 million points. Measured: 170 MB and 1.5 s, 310 MB written by scans.
# HEIC of 48 and 50 million: 280 MB and 1.7 s, a strip after another; 400 MB without.
MOST_PIXELS = {"JPEG": 65_000_000, "HEIF": 51_000_000}
STRIP = 64
JPEG_QUALITY = 82
HEADERS = 64 * 1024
APPLE = frozenset(
    {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"mif2"}
    | {b"msf1", b"miaf"}
)
# What a camera saw before any picture is made of it: a thumbnail would be kept, and the photo lost.
_RAW_STARTS = (b"IIRO", b"IIRS", b"IIU\0", b"FUJIFILMCCD-RAW")
_DNG_VERSION, _SUBFILE_TYPE = 0xC612, 0x00FE
AVIF = frozenset({b"avif", b"avis"})
_STARTS = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"\0\0\1\0",
    b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51",
)  # fmt: skip
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class PictureError(ValueError):
    """Not a whole picture of one of the formats asked for."""


class TooManyPointsError(PictureError):
    """Said by the header alone: nothing was decoded."""


class TooMuchWorkError(PictureError):
    """Its points would be drawn again and again: nothing was decoded."""


class RawPhotoError(PictureError):
    """What a camera writes for a laboratory; few programs make a picture of it."""


class ManyPagesError(PictureError):
    """Only the first page would be kept, and the others lost."""


@dataclass(frozen=True, slots=True)
class DrawnPicture:
    """The new picture: a PNG, or a JPEG for what is a photo."""

    data: bytes
    content_type: str


def is_picture(data: bytes) -> bool:
    """By its first bytes: drawn again or refused as a picture, never kept as something else."""
    if data.startswith(_STARTS) or is_raw(data) or is_apple(data) or brands(data) & AVIF:
        return True
    is_bitmap = data[:2] == b"BM" and data[6:10] == b"\0\0\0\0"
    return is_bitmap or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def is_raw(data: bytes) -> bool:
    """DNG, CR2, NEF, ARW…: a TIFF whose first image is only the thumbnail of the photo."""
    if data.startswith(_RAW_STARTS) or brands(data) & {b"crx "}:
        return True
    if not data.startswith((b"II*\0", b"MM\0*")):
        return False
    is_thumbnail = (said(data, _SUBFILE_TYPE) or 0) & 1
    return data[8:10] == b"CR" or said(data, _DNG_VERSION) is not None or bool(is_thumbnail)


def is_apple(data: bytes) -> bool:
    """HEIC and its kin; an AVIF says that it is one of them, and something more."""
    found = brands(data)
    return bool(found & APPLE) and not found & AVIF


def brands(data: bytes) -> frozenset[bytes]:
    """Of an ISO base media file: the one it says first, then those it is compatible with."""
    if data[4:8] != b"ftyp":
        return frozenset()
    end = min(int.from_bytes(data[:4], "big"), 256)
    compatible = (data[at : at + 4] for at in range(16, end, 4))
    return frozenset({data[8:12], *compatible})


def redrawn(
    data: bytes, *, side: int, formats: Collection[str] = FORMATS, photos: bool = False
) -> DrawnPicture:
    """At most ``side`` points a side, upright, a PNG; with ``photos`` what has no holes is a JPEG.

    A moving picture keeps its first image. Raises ``PictureError``.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(data, side, formats, photos=photos)
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPointsError from error
    except Exception as error:
        # A damaged file makes a decoder raise anything: struct.error, TypeError, MemoryError…
        raise PictureError from error


def _drawn(data: bytes, side: int, formats: Collection[str], *, photos: bool) -> DrawnPicture:
    if is_raw(data):
        raise RawPhotoError
    if not is_picture(data):  # nor what Pillow knows by another sign, as a TIFF of eight bytes
        raise PictureError
    if is_costly(data):
        raise TooMuchWorkError
    if icon_points(data) > MAX_PIXELS:  # its decoder draws it as soon as it opens it
        raise TooManyPointsError
    turn = AS_IT_IS
    if data.startswith(b"\xff\xd8\xff"):
        data, turn = bare_jpeg(data)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.init()
    known = [name for name in formats if name in Image.OPEN]
    with Image.open(io.BytesIO(data), formats=known) as source:
        kind = source.format or ""
        # The photos of phones have many points: these two are decoded at a fraction of their size.
        if source.width * source.height > MOST_PIXELS.get(kind, MAX_PIXELS):
            raise TooManyPointsError
        if not _is_whole(data, kind):
            raise PictureError
        if kind == "TIFF" and _has_second_page(data):
            raise ManyPagesError
        if kind == "JPEG":
            source.draft("RGB", (side, side))
        whole = _strips(data, side) if kind == "HEIF" else source
        whole.load()
        if kind == "HEIF":  # libheif obeys the file's own turns; Exif only counts without them
            is_turned = any(box in data[:HEADERS] for box in (b"irot", b"imir"))
            turn = AS_IT_IS if is_turned else source.info.get("original_orientation") or AS_IT_IS
        elif kind not in ("JPEG", "TIFF"):  # Pillow turns a TIFF itself
            turn = orientation_of(_bytes(source, "exif"), _bytes(source, "xmp"))
        picture = _small(whole, side)
    if turn in _TURNS:
        picture = picture.transpose(_TURNS[turn])
    clean = Image.new("RGBA", picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    if photos and kind in PHOTOS and _is_full(clean):
        clean.convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY, progressive=True)
        return DrawnPicture(out.getvalue(), "image/jpeg")
    clean.save(out, "PNG", optimize=not photos)
    return DrawnPicture(out.getvalue(), "image/png")


def _has_second_page(data: bytes) -> bool:
    """Of a TIFF: counting all its pages would open as many directories as bytes can hold."""
    with Image.open(io.BytesIO(data), formats=["TIFF"]) as source, suppress(EOFError):
        source.seek(1)
        return True
    return False


def _strips(data: bytes, side: int) -> Any:
    """A HEIC at a fraction of its points: Pillow never holds all of them."""
    photo = open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
    (width, height), mode, stride = photo.size, photo.mode, photo.stride
    points: Any = memoryview(photo.data)
    part = max(1, min(width, height) // side)
    picture = Image.new(mode, (-(-width // part), -(-height // part)))
    for top in range(0, height, STRIP * part):
        lines = min(STRIP * part, height - top)
        rows = points[top * stride : (top + lines) * stride]
        strip = Image.frombuffer(mode, (width, lines), rows, "raw", mode, stride, 1)
        picture.paste(strip.reduce(part), (0, top // part))
    return picture


def _small(source: Any, side: int) -> Any:
    """RGBA, at most ``side`` points a side; the scanners' 16 bits a point are not cut to 8."""
    if source.mode.startswith(("I", "F")):
        high = source.getextrema()[1]
        grey = source.convert("F" if source.mode == "F" else "I")
        if high > 255:
            most = max(high, 65535) / 255
            grey = grey.point(lambda value: value * (1 / most))
        source = grey.convert("L")
    if source.mode not in ("L", "RGB", "RGBA"):
        source = source.convert("RGBA")
    source.thumbnail((side, side))
    return source.convert("RGBA")


def _bytes(source: Any, name: str) -> bytes:
    found = source.info.get(name) or b""
    return found if isinstance(found, bytes) else str(found).encode()


def _is_whole(data: bytes, kind: str) -> bool:
    if kind == "WEBP":
        return int.from_bytes(data[4:8], "little") + 8 <= len(data)
    return CLOSING.get(kind, b"") in data


def _is_full(picture: Any) -> bool:
    """No hole anywhere: nothing shows through."""
    return bool(picture.getextrema()[3] == (255, 255))
