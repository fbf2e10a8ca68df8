"""The school's logo: a picture that somebody uploads, drawn again before anybody else sees it.

PNG and JPEG only (an SVG is a program), small in bytes and in pixels. What is kept is a new PNG
without the metadata, the comments and the surprises of the file that was sent.
"""

from __future__ import annotations

import io
import warnings

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 25_000_000
SIDE = 512
FORMATS = ("PNG", "JPEG")
# WeasyPrint lets Pillow draw truncated pictures, for the whole process that imported it: that a
# picture is whole is checked here, by its closing marker.
CLOSING = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}


class LogoError(ValueError):
    """A picture that is refused; the message is French and may be shown as it is."""


def redrawn(data: bytes) -> bytes:
    """The picture as a PNG of at most 512 pixels a side; raises ``LogoError``."""
    if len(data) > MAX_BYTES:
        raise LogoError(_("L’image pèse trop lourd : 2 Mo au plus."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _png(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LogoError(_("L’image a trop de points : réduisez-la d’abord.")) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, LogoError):
            raise
        raise LogoError(_("Ce n’est pas une image PNG ou JPEG lisible.")) from error


def _png(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=FORMATS) as source:
        # Said by the header alone: nothing has been decoded yet.
        if source.width * source.height > MAX_PIXELS:
            raise LogoError(_("L’image a trop de points : réduisez-la d’abord."))
        if CLOSING[source.format or "PNG"] not in data:
            raise OSError("truncated")
        picture = ImageOps.exif_transpose(source).convert("RGBA")
    picture.thumbnail((SIDE, SIDE))
    clean = Image.new("RGBA", picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()
