"""The school's logo: a picture that somebody uploads, drawn again before anybody else sees it.

Any picture made of points (an SVG is a program), small in bytes and in pixels. What is kept is a
new PNG without the metadata, the comments and the surprises of the file that was sent.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from coeduc import french, pictures

MAX_BYTES = 2 * 1024 * 1024
SIDE = 512


class LogoError(ValueError):
    """A picture that is refused; the message is French and may be shown as it is."""


def too_heavy() -> LogoError:
    """The error of a picture over ``MAX_BYTES``."""
    most = french.whole_weight(MAX_BYTES)
    return LogoError(_("L’image pèse trop lourd : %(most)s au plus.") % {"most": most})


def redrawn(data: bytes) -> bytes:
    """The picture as a PNG of at most 512 pixels a side; raises ``LogoError``."""
    if len(data) > MAX_BYTES:
        raise too_heavy()
    try:
        return pictures.redrawn(data, side=SIDE).data
    except pictures.TooManyPointsError as error:
        raise LogoError(_("L’image a trop de points : réduisez-la d’abord.")) from error
    except pictures.TooMuchWorkError as error:
        raise LogoError(
            _("Cette image est écrite d’une façon inhabituelle : enregistrez-la de nouveau en PNG.")
        ) from error
    except pictures.ManyPagesError as error:
        raise LogoError(
            _("Cette image a plusieurs pages : enregistrez celle du logo en PNG ou JPEG.")
        ) from error
    except pictures.PictureError as error:
        raise LogoError(
            _("Ce n’est pas une image lisible : en PNG ou JPEG, elle passera si elle est entière.")
        ) from error
