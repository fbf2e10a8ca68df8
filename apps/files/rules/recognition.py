"""What a file is, by its content alone, and what is kept of it. Pure: bytes in, bytes out.

Neither the name nor the type that a browser announces is believed. Pictures are drawn again; a
text is kept as UTF-8; the rest is kept as it came, once it is known to be one of ``KINDS``, and is
only ever downloaded: a PDF or a document may still hold what its reader must not trust.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.files.errors import FileRefusedError
from apps.files.rules import kinds, names, office_zip
from coeduc import french, pictures

MAX_BYTES = 10 * 1024 * 1024
MAX_SENT = 25 * 1024 * 1024  # of one page, whose files come together
MOST = 5
# How many files joined to nothing one person may leave behind in a day.
MOST_LOOSE = 40
SIDE = 2000
PICTURES = ("image/jpeg", "image/png")


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: what a browser is told, how its name ends, how a person calls it."""

    content_type: str
    suffix: str
    label: str


@dataclass(frozen=True, slots=True)
class Received:
    """What is kept of a file that was accepted."""

    data: bytes
    name: str
    content_type: str


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
KINDS = {
    kind.content_type: kind
    for kind in (
        FileKind("application/pdf", ".pdf", "PDF"),
        FileKind("image/jpeg", ".jpg", "image"),
        FileKind("image/png", ".png", "image"),
        FileKind(f"{_ODF}text", ".odt", "texte ODT"),
        FileKind(f"{_ODF}spreadsheet", ".ods", "tableur ODS"),
        FileKind(f"{_ODF}presentation", ".odp", "diaporama ODP"),
        FileKind(f"{_OOXML}wordprocessingml.document", ".docx", "texte Word"),
        FileKind(f"{_OOXML}spreadsheetml.sheet", ".xlsx", "tableur Excel"),
        FileKind(f"{_OOXML}presentationml.presentation", ".pptx", "diaporama PowerPoint"),
        FileKind("audio/mpeg", ".mp3", "son MP3"),
        FileKind("audio/mp4", ".m4a", "son M4A"),
        FileKind("audio/ogg", ".ogg", "son OGG"),
        FileKind("text/plain", ".txt", "texte"),
        FileKind("text/csv", ".csv", "tableau CSV"),
    )
}
# Said to the browser's own dialogue: with JPEG named, a phone gives its photos as JPEG.
ACCEPT = ",".join(
    [*KINDS, "image/webp", "image/gif", ".heic", ".heif", *(kind.suffix for kind in KINDS.values())]
)

_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|script|svg|iframe|object|embed|style|meta|\?xml|math)\b"
    r"|<\?(?:xml|php)",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def accept(data: bytes, name: str) -> Received:
    """What is kept of a file, under a name that says truly what it is.

    Raises ``FileRefusedError``.
    """
    if not data:
        raise FileRefusedError(_("ce fichier est vide."))
    if len(data) > MAX_BYTES:
        raise FileRefusedError(too_heavy())
    try:
        kept, content_type = _read(data, name)
    except office_zip.ArchiveError as error:
        raise FileRefusedError(str(error)) from error
    return Received(kept, names.clean(name, KINDS[content_type].suffix), content_type)


def too_heavy() -> str:
    """Why it is refused, with both limits; the end of a sentence."""
    return _("trop lourd : %(file)s au plus par fichier, %(sent)s en un envoi.") % {
        "file": french.whole_weight(MAX_BYTES),
        "sent": french.whole_weight(MAX_SENT),
    }


def how_many(most: int) -> str:
    """What a page says beside its field of files, of which it takes ``most``."""
    return ngettext(
        "PDF, photo, document, son : %(n)d fichier de %(file)s au plus.",
        "PDF, photo, document, son : %(n)d fichiers, %(file)s chacun au plus.",
        most,
    ) % {"n": most, "file": french.whole_weight(MAX_BYTES)}


def in_words(content_type: str, size: int) -> str:
    """« PDF, 240 ko »."""
    kind = KINDS.get(content_type)
    return f"{kind.label if kind else _('fichier')}, {french.weight(size)}"


def _read(data: bytes, name: str) -> tuple[bytes, str]:
    """By its first bytes, the surest signs first; a text is what nothing else is."""
    if refused := kinds.program(data):
        raise FileRefusedError(refused)
    if pictures.is_picture(data):
        return _picture(data)
    if data.startswith(b"PK\x03\x04"):
        return data, office_zip.document_type(data)
    if kinds.is_archive(data):
        raise FileRefusedError(office_zip.no_archive())
    if kinds.is_pdf(data):
        if _MARKUP.search(data[: data.index(b"%PDF-")].decode("latin-1")):
            raise _page()
        if not kinds.is_whole_pdf(data):
            raise FileRefusedError(_("ce PDF est abîmé ou incomplet."))
        return data, "application/pdf"
    sound, refused = kinds.sound(data)
    if refused := refused or kinds.other_document(data):
        raise FileRefusedError(refused)
    return (data, sound) if sound else _text(data, name)


def _picture(data: bytes) -> tuple[bytes, str]:
    try:
        drawn = pictures.redrawn(data, side=SIDE, photos=True)
    except pictures.TooManyPointsError as error:
        raise FileRefusedError(_("l’image a trop de points : une plus petite passera.")) from error
    except pictures.TooMuchWorkError as error:
        raise FileRefusedError(
            _("cette image est écrite d’une façon inhabituelle : enregistrez-la de nouveau en PNG.")
        ) from error
    except pictures.ManyPagesError as error:
        raise FileRefusedError(
            _("cette image a plusieurs pages : en PDF, elle passera.")
        ) from error
    except pictures.RawPhotoError as error:
        raise FileRefusedError(
            _("photo brute d’un appareil (RAW, DNG) : en JPEG, elle passera.")
        ) from error
    except pictures.PictureError as error:
        if pictures.is_apple(data):
            raise FileRefusedError(
                _(
                    "photo au format HEIC, que le portail n’a pas pu lire : elle passera en JPEG "
                    "(iPhone : Réglages, Appareil photo, Formats, Le plus compatible)."
                )
            ) from error
        raise FileRefusedError(_("cette image est abîmée ou incomplète.")) from error
    return drawn.data, drawn.content_type


def _page() -> FileRefusedError:
    return FileRefusedError(
        _("une page web ou un dessin SVG peut cacher un programme : en PDF, cela passera.")
    )


def _text(data: bytes, name: str) -> tuple[bytes, str]:
    """Letters and nothing else; kept as UTF-8, never read as a page by any browser."""
    text = ""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if _CONTROL.search(text) or "\ufffd" in text:
        raise FileRefusedError(
            _(
                "ce n’est pas un fichier d’une sorte acceptée ici : PDF, image, texte, tableur, "
                "diaporama ou son."
            )
        )
    if _MARKUP.search(text[:4096]):
        raise _page()
    if not text.strip():
        raise FileRefusedError(_("ce fichier est vide."))
    # The name only chooses between two words: both are given as a text to download.
    is_table = name.strip().lower().endswith(".csv")
    return text.encode(), "text/csv" if is_table else "text/plain"
