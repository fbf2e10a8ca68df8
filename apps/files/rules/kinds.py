"""By their first bytes: programs, archives, PDF and sounds. Pure; each answer is a sentence or a
type, and a text that only happens to begin like one of them stays a text.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

_PROGRAMS = (
    b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"dex\n0", b"\0asm", b"L\0\0\0\x01\x14\x02\0",
)  # fmt: skip
_SCRIPT = re.compile(rb"#![^\n]*[/\\]")
_ARCHIVES = (
    b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd",
    b"MSCF\0\0\0\0", b"PK\x05\x06", b"PK\x07\x08",
)  # fmt: skip
_BZIP = re.compile(rb"BZh[1-9](?:1AY&SY|\x17\x72\x45\x38\x50\x90)")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
# ISO 32000 lets a header stand anywhere in the first 1,024 bytes.
PDF_HEAD = 1024
_PDF = re.compile(rb"%PDF-\d")
_BLANK = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n\f"
_AFTER = b"\0\xff\x1a\x04 \t\r\n\f"
_TRACK = re.compile(rb"hdlr.{8}(soun|vide)", re.DOTALL)
_NARROW = re.compile(rb"stsd.{8}....(samr|sawb|sawp|sevc|sqcp)", re.DOTALL)
_MOBILE = (b"3gp", b"3g2", b"3ge", b"3gg", b"kddi")
# Sounds that families' devices do not all play, by their first bytes.
_OTHER_SOUNDS = (
    (re.compile(rb"#!AMR"), "AMR"),
    (re.compile(rb"\x02?#!SILK"), "SILK"),
    (re.compile(rb"RIFF....WAVE|RF64....WAVE", re.DOTALL), "WAV"),
    (re.compile(rb"fLaC\0"), "FLAC"),
    (re.compile(rb"FORM....AIF[FC]", re.DOTALL), "AIFF"),
    (re.compile(rb"caff\0"), "CAF"),
    (re.compile(rb"MThd\0\0\0\x06"), "MIDI"),
    (re.compile(rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11"), "WMA"),
    (re.compile(rb"MAC [\x80-\xff]"), "APE"),
)
# Photoshop, JPEG XL (bare or in a box), GIMP, PCX, Windows metafiles, drawings of DOS EPS.
_OTHER_PICTURES = re.compile(
    rb"8BPS\x00[\x01\x02]|\xff\x0a[\x00-\xff]|\x00\x00\x00\x0cJXL |gimp xcf "
    rb"|\x0a[\x00\x02-\x05]\x01[\x01\x02\x04\x08]"
    rb"|\x01\x00\x00\x00.{36} EMF|\xd7\xcd\xc6\x9a|\xc5\xd0\xd3\xc6",
    re.DOTALL,
)
_FLAT = re.compile(rb"^[^<]*(?:<\?xml[^>]*>\s*)?<office:document\b")
_FILMS = re.compile(
    rb"\x1aE\xdf\xa3|FLV\x01|RIFF....AVI |\0\0\x01[\xba\xb3]|....(?:moov|mdat|wide|pnot)",
    re.DOTALL,
)


def program(data: bytes) -> str:
    """Why this cannot be joined, or nothing."""
    if data.startswith(_OLE):
        return _(
            "ancien format de bureautique, document protégé par un mot de passe ou programme : "
            "en PDF, en ODT ou en DOCX, il passera."
        )
    # A text may begin with these two letters; the header of a program holds zeros.
    is_windows = data.startswith(b"MZ") and (len(data) < 64 or _CONTROL.search(data[:64]))
    if is_windows or data.startswith(_PROGRAMS) or _SCRIPT.match(data[:200]):
        return _("c’est un programme : il ne peut pas être joint.")
    return ""


def other_document(data: bytes) -> str:
    """Why a document of another kind, or one written in letters, is not kept, or nothing."""
    if _OTHER_PICTURES.match(data[:64]):
        return _(
            "une image de cette sorte ne s’ouvre pas partout : en JPEG ou en PNG, elle passera."
        )
    start = data[:64].lstrip(_BLANK)
    if _FLAT.search(data[:2048]):
        return _("c’est un document LibreOffice à plat : en ODT, en ODS ou en PDF, il passera.")
    if start.startswith(b"{\\rtf"):
        return _("c’est un texte RTF : en PDF, en ODT ou en DOCX, il passera.")
    if start.startswith(b"%!PS"):
        return _("c’est un dessin PostScript, qui est un programme : en PDF, il passera.")
    return ""


def is_archive(data: bytes) -> bool:
    """Whether its first bytes are those of a packed file (zip, rar, 7z, gzip, bzip2, tar…)."""
    return data.startswith(_ARCHIVES) or bool(_BZIP.match(data)) or data[257:262] == b"ustar"


def is_pdf(data: bytes) -> bool:
    """A header at the start, or after a few blanks; further, only before what makes a PDF.

    A text that speaks of « %PDF-1.7 » is a text.
    """
    found = _PDF.search(data[: PDF_HEAD + 6])
    if not found:
        return data.startswith(b"%PDF-")
    if not data[: found.start()].strip(_BLANK):
        return True
    body = data[found.start() :]
    return b"endobj" in body and (b"startxref" in body or b"%%EOF" in body)


def is_whole_pdf(data: bytes) -> bool:
    """Its last mark is there, and nothing but filling behind it, or little."""
    _body, mark, tail = data.rpartition(b"%%EOF")
    return bool(mark) and (len(tail) <= 2048 or not tail.strip(_AFTER))


def sound(data: bytes) -> tuple[str, str]:
    """The type of an MP3, an M4A or an OGG, or why it is refused; two empty words for no sound.

    A film is too heavy for many families.
    """
    if data.startswith(b"OggS\0"):
        return _ogg(data[:4096])
    if data[4:8] == b"ftyp":
        return _iso(data)
    for start, kind in _OTHER_SOUNDS:
        if start.match(data[:64]):
            return "", _other_sound(kind)
    if _is_film(data):
        # A browser records a voice in a box made for films; each track names how it is coded.
        is_voice = b"A_" in data[:4096] and b"V_" not in data[:4096]
        return "", _other_sound("WebM") if is_voice else _film()
    if _is_mp3(data):
        return "audio/mpeg", ""
    if data[:1] == b"\xff" and data[1:2] and data[1] & 0xF6 == 0xF0:
        return "", _other_sound("AAC")
    return "", ""


def _is_film(data: bytes) -> bool:
    return bool(_FILMS.match(data[:16]) and _CONTROL.search(data[:64]))


def _ogg(head: bytes) -> tuple[str, str]:
    if b"theora" in head:
        return "", _film()
    if b"OpusHead" in head or b"\x01vorbis" in head:
        return "audio/ogg", ""
    return "", _other_sound("OGG (FLAC, Speex…)")


def _iso(data: bytes) -> tuple[str, str]:
    """MP4 and its kin, by their tracks: only sound, some film, or neither (cut before its end)."""
    tracks = {found.group(1) for found in _TRACK.finditer(data)}
    if b"vide" in tracks:
        return "", _film()
    if not tracks:
        return "", _("ce son ou cette vidéo est incomplet : à enregistrer de nouveau.")
    if data[8:11].lower() in _MOBILE or data[8:12] == b"kddi" or _NARROW.search(data):
        return "", _other_sound("3GP")
    if data[8:12] == b"qt  ":
        return "", _other_sound("QuickTime")
    return "audio/mp4", ""


def _other_sound(kind: str) -> str:
    return _(
        "c’est un son %(kind)s, qui n’est pas accepté ici : en MP3, en M4A ou en OGG, il passera."
    ) % {"kind": kind}


def _film() -> str:
    return _("une vidéo pèse trop lourd pour beaucoup de familles : un lien passera mieux.")


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
