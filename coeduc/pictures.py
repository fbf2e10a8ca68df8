"""Pictures that people send, drawn again before anybody else sees them.

What is kept is a new picture: no metadata (where a photo was taken), no comments, no surprise
hidden behind the last point. Pure: bytes in, bytes out.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

# WeasyPrint lets Pillow draw truncated pictures, for the whole process that imported it: that a
# picture is whole is checked here, by its closing marker.
CLOSING = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9", "GIF": b"\x3b"}
MAX_PIXELS = 25_000_000
JPEG_QUALITY = 82


class PictureError(ValueError):
    """Not a whole picture of one of the formats asked for."""


class TooManyPointsError(PictureError):
    """Said by the header alone: nothing was decoded."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The new picture: a PNG, or a JPEG for what is a photo."""

    data: bytes
    content_type: str


def redrawn(
    data: bytes, *, side: int, formats: Collection[str] = ("PNG", "JPEG"), photos: bool = False
) -> Drawn:
    """At most ``side`` points a side, upright, a PNG; with ``photos`` what has no holes is a JPEG.

    A moving picture keeps its first image. Raises ``PictureError``.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(data, side, list(formats), photos=photos)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPointsError from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError from error


def _drawn(data: bytes, side: int, formats: list[str], *, photos: bool) -> Drawn:
    with Image.open(io.BytesIO(data), formats=formats) as source:
        is_jpeg = source.format == "JPEG"
        # A JPEG is decoded at a fraction of its size: the photos of phones have many points.
        if source.width * source.height > MAX_PIXELS * (2 if is_jpeg else 1):
            raise TooManyPointsError
        if not _is_whole(data, source.format or ""):
            raise OSError("truncated")
        if is_jpeg:
            source.draft("RGB", (side, side))
        picture: Any = ImageOps.exif_transpose(source).convert("RGBA")
    picture.thumbnail((side, side))
    clean = Image.new("RGBA", picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    if photos and (is_jpeg or source.format == "WEBP") and _is_full(clean):
        clean.convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY, progressive=True)
        return Drawn(out.getvalue(), "image/jpeg")
    clean.save(out, "PNG", optimize=not photos)
    return Drawn(out.getvalue(), "image/png")


def _is_whole(data: bytes, kind: str) -> bool:
    if kind == "WEBP":
        return int.from_bytes(data[4:8], "little") + 8 <= len(data)
    return CLOSING[kind] in data


def _is_full(picture: Any) -> bool:
    """No hole anywhere: nothing shows through."""
    return bool(picture.getextrema()[3] == (255, 255))
