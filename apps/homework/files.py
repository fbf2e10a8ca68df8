"""What a file is, by its content alone, and what is kept of it. Pure: bytes in, bytes out.

Neither the name nor the type that a browser announces is believed. Pictures are drawn again; a
text is kept as UTF-8; the rest is kept as it came, once it is known to be one of ``KINDS``, and is
only ever downloaded: a PDF or a document may still hold what its reader must not trust.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.homework import archives, file_names
from coeduc import pictures

MAX_BYTES = 10 * 1024 * 1024
MOST = 5
SIDE = 2000
PICTURES = ("image/jpeg", "image/png")


@dataclass(frozen=True, slots=True)
class Kind:
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
        Kind("application/pdf", ".pdf", "PDF"),
        Kind("image/jpeg", ".jpg", "image"),
        Kind("image/png", ".png", "image"),
        Kind(f"{_ODF}text", ".odt", "texte ODT"),
        Kind(f"{_ODF}spreadsheet", ".ods", "tableur ODS"),
        Kind(f"{_ODF}presentation", ".odp", "diaporama ODP"),
        Kind(f"{_OOXML}wordprocessingml.document", ".docx", "texte Word"),
        Kind(f"{_OOXML}spreadsheetml.sheet", ".xlsx", "tableur Excel"),
        Kind(f"{_OOXML}presentationml.presentation", ".pptx", "diaporama PowerPoint"),
        Kind("audio/mpeg", ".mp3", "son MP3"),
        Kind("audio/mp4", ".m4a", "son M4A"),
        Kind("audio/ogg", ".ogg", "son OGG"),
        Kind("text/plain", ".txt", "texte"),
        Kind("text/csv", ".csv", "tableau CSV"),
    )
}
# Said to the browser's own dialogue: with JPEG named, a phone gives its photos as JPEG.
ACCEPT = ",".join([*KINDS, "image/webp", "image/gif", *(kind.suffix for kind in KINDS.values())])

_PROGRAMS = (
    b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"dex\n", b"\0asm", b"L\0\0\0\x01\x14\x02\0",
)  # fmt: skip
_ARCHIVES = (
    b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd",
    b"MSCF", b"PK\x05\x06", b"PK\x07\x08",
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_APPLE_PHOTOS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_TRACK = re.compile(rb"hdlr.{8}(soun|vide)", re.DOTALL)
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|script|svg|iframe|object|embed|style|meta|\?xml|math)\b"
    r"|<\?(?:xml|php)",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class FileRefusedError(ValueError):
    """A file that is not kept; the message is French and says why."""


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
    except archives.ArchiveError as error:
        raise FileRefusedError(str(error)) from error
    return Received(kept, file_names.clean(name, KINDS[content_type].suffix), content_type)


def too_heavy() -> str:
    return _("trop lourd : 10 Mo au plus par fichier, 25 Mo en un envoi.")


def in_words(content_type: str, size: int) -> str:
    """« PDF, 240 ko »."""
    kind = KINDS.get(content_type)
    return f"{kind.label if kind else _('fichier')}, {weight(size)}"


def weight(size: int) -> str:
    """« 900 octets », « 240 ko », « 1,4 Mo » (a thousand, as computers sold here count)."""
    if size < 1000:
        return _("%(n)d\u00a0octets") % {"n": size}
    if size < 999_500:
        return _("%(n)d\u00a0ko") % {"n": round(size / 1000)}
    return _("%(n)s\u00a0Mo") % {"n": f"{size / 1_000_000:.1f}".replace(".", ",")}


def _read(data: bytes, name: str) -> tuple[bytes, str]:
    if data.startswith(_PROGRAMS) or data.startswith(_OLE):
        raise _program(data)
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-2048:]:
            raise FileRefusedError(_("ce PDF est abîmé ou incomplet."))
        return data, "application/pdf"
    if _is_picture(data):
        return _picture(data)
    if data.startswith(b"PK\x03\x04"):
        return data, archives.document_type(data)
    if data.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        raise FileRefusedError(archives.no_archive())
    sound = _sound(data)
    return (data, sound) if sound else _text(data, name)


def _program(data: bytes) -> FileRefusedError:
    if data.startswith(_OLE):
        return FileRefusedError(
            _(
                "ancien format de bureautique, document protégé par un mot de passe ou programme : "
                "en PDF, en ODT ou en DOCX, il passera."
            )
        )
    return FileRefusedError(_("c’est un programme : il ne peut pas être joint."))


def _is_picture(data: bytes) -> bool:
    marks = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
    return data.startswith(marks) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _picture(data: bytes) -> tuple[bytes, str]:
    try:
        drawn = pictures.redrawn(
            data, side=SIDE, formats=("PNG", "JPEG", "GIF", "WEBP"), photos=True
        )
    except pictures.TooManyPointsError as error:
        raise FileRefusedError(_("l’image a trop de points : une plus petite passera.")) from error
    except pictures.PictureError as error:
        raise FileRefusedError(_("cette image est abîmée ou incomplète.")) from error
    return drawn.data, drawn.content_type


def _sound(data: bytes) -> str:
    """MP3, M4A or OGG; empty for what is no sound. A film is too heavy for many families."""
    if data.startswith(b"OggS"):
        head = data[:4096]
        if b"theora" not in head and (b"OpusHead" in head or b"\x01vorbis" in head):
            return "audio/ogg"
        raise _film()
    if data[4:8] == b"ftyp":
        if data[8:12] in _APPLE_PHOTOS:
            raise FileRefusedError(
                _(
                    "photo au format HEIC, que peu d’appareils ouvrent : elle passera en JPEG "
                    "(iPhone : Réglages, Appareil photo, Formats, Le plus compatible)."
                )
            )
        if {found.group(1) for found in _TRACK.finditer(data)} == {b"soun"}:
            return "audio/mp4"
        raise _film()
    if data.startswith((b"\x1aE\xdf\xa3", b"FLV")):
        raise _film()
    return "audio/mpeg" if _is_mp3(data) else ""


def _film() -> FileRefusedError:
    return FileRefusedError(
        _("une vidéo pèse trop lourd pour beaucoup de familles : un lien passera mieux.")
    )


def _is_mp3(data: bytes) -> bool:
    """A tag or not, then two frames one after the other."""
    start = 0
    if data.startswith(b"ID3"):
        a, b, c, d = data[6:10].ljust(4, b"\0")
        start = 10 + ((a & 127) << 21 | (b & 127) << 14 | (c & 127) << 7 | d & 127)
        while start < len(data) and data[start] == 0:
            start += 1
    first = _mp3_frame(data, start)
    return bool(first) and bool(_mp3_frame(data, start + first))


_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_KBITS = {
    3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def _mp3_frame(data: bytes, at: int) -> int:
    """How long the frame that begins there is (ISO 11172-3, layer III); 0 where none does."""
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, kbits, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or not 1 <= kbits <= 14 or rate == 3:
        return 0
    bits = _KBITS[3 if version == 3 else 2][kbits - 1] * 1000
    return (144 if version == 3 else 72) * bits // _RATES[version][rate] + (head[2] >> 1 & 1)


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
        raise FileRefusedError(
            _("une page web ou un dessin SVG peut cacher un programme : en PDF, cela passera.")
        )
    if not text.strip():
        raise FileRefusedError(_("ce fichier est vide."))
    # The name only chooses between two words: both are given as a text to download.
    is_table = name.strip().lower().endswith(".csv")
    return text.encode(), "text/csv" if is_table else "text/plain"
