"""Bytes that do not keep what their prologue promises: read right when one reading alone holds.

Exports declare ISO-8859-15 or UTF-8; what was pasted into a form, or saved again by an editor, is
often Windows-1252 or UTF-8 under the same prologue, and a wrong reading is a name with a control
character in it. Two readings that both make sense are never chosen between: the line is told.
"""

from __future__ import annotations

import codecs
import contextlib
import re
import unicodedata

from django.utils.translation import gettext as _

from apps.schools.errors import ImportRefusedError

PROLOGUE = re.compile(
    rb"""^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][\w.-]{0,39})["']""", re.DOTALL
)
PROLOGUE_BYTES = 400
WINDOWS = "cp1252"
# Encodings of which every byte below 128 is ASCII, and that get mistaken for one another.
LATIN = {"iso8859-1", "iso8859-15", WINDOWS, "ascii"}
UTF_8 = "utf-8"
# What every reader of XML calls them; «utf8», «latin-9» or «L9» are understood here alone.
NAMES = {"utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252"}
_SAID = re.compile(r"""(encoding\s*=\s*)(["'])[^"']*\2""")
HIGH_RUN = re.compile(rb"[\x80-\xff]+")
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Letters in Windows-1252 alone; control characters in ISO-8859-15, which no name holds.
ONLY_WINDOWS = re.compile(rb"[\x80-\x9f]")
UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# Eight signs differ: Š š Ž ž Œ œ Ÿ € of ISO-8859-15 are ¦ ¨ ´ ¸ ¼ ½ ¾ ¤ of Windows-1252.
DISPUTED = re.compile(rb"[\xa4\xa6\xa8\xb4\xb8\xbc\xbd\xbe]")
_OPEN_TAG = re.compile(rb"<([A-Za-z_]\w{0,40})[^<>]*>[^<>]*$")
_NEAR = 600
_MARGIN = re.compile(rb"(\xef\xbb\xbf)?([ \t\r\n]+)(<\?xml\s[^>]{0,300}\?>)")
_FILLING = b"\0\x1a \t\r\n"
_FILLED = re.compile(rb"[\0\x1a][\0\x1a \t\r\n]*\Z")
# What is left of a name that lost its accents before it was exported: «InÃ¨s», «In�s», «In?s».
_LOST = re.compile(r"\ufffd|Ã[^A-Za-zÀ-ÖØ-öø-ÿ\s’'-]|Ã[ŒŠŽŸœšž]|â€|\w\?\w")


def readable(data: bytes, name: str) -> bytes:
    """The same file in bytes that its prologue tells the truth of; raises with the line."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _of_two_bytes(data)
    while data.startswith(codecs.BOM_UTF8 * 2):
        data = data.removeprefix(codecs.BOM_UTF8)
    data = _without_margins(data)
    if not data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        return data  # not XML at all, which is said elsewhere
    has_mark = data.startswith(codecs.BOM_UTF8)
    declared = UTF_8 if has_mark else _declared(data)
    if declared not in LATIN | {UTF_8}:
        return data
    true = _true_encoding(data, declared, name)
    said = PROLOGUE.match(data[:PROLOGUE_BYTES])
    is_named = said is None or said.group(1).decode().lower() in NAMES
    if true == declared and not has_mark and is_named:
        return data
    # Not `splitlines`: lines stay those of the file, for what is told afterwards.
    text = data.removeprefix(codecs.BOM_UTF8).decode(true)
    return _SAID.sub(r'\1"UTF-8"', text, count=1).encode()


def _of_two_bytes(data: bytes) -> bytes:
    """Its mark tells the truth, whatever its prologue says (an editor saved it again)."""
    try:
        text = data.decode("utf-32" if data.startswith(codecs.BOM_UTF32_LE) else "utf-16")
    except UnicodeDecodeError:
        return data
    before, end, after = text.partition("?>")
    return (_SAID.sub(r'\1"UTF-8"', before, count=1) + end + after).encode()


def _without_margins(data: bytes) -> bytes:
    """Blank lines before the prologue go behind it; what fills the end of a disk is left out."""
    found = _MARGIN.match(data)
    if found is not None:
        mark, blank, prologue = found.groups(default=b"")
        data = mark + prologue + blank + data[found.end() :]
    is_filled = _FILLED.search(data[-64:]) and b"\0" not in data[:4]  # UTF-16 ends with zeros
    return data.rstrip(_FILLING) if is_filled else data


def place(data: bytes, index: int) -> str:
    """«ligne 2, balise LIGNE1_ADRESSE»: where somebody will find it; never what it holds."""
    index = max(0, min(index, len(data)))
    line = data.count(b"\n", 0, index) + 1
    tag = _OPEN_TAG.search(data[max(0, index - _NEAR) : index])
    if tag is None:
        return _("ligne %(line)s") % {"line": line}
    return _("ligne %(line)s, balise %(tag)s") % {"line": line, "tag": tag.group(1).decode()}


def clean(value: str) -> str:
    """A value without control characters or invisible marks; `&#146;` is the apostrophe it was."""
    if value.isascii() and value.isprintable():
        return value
    return "".join(map(_clean_character, value))


def has_lost_letters(*names: str) -> bool:
    """Whether some letters were already lost in the base that the file comes from."""
    return any(_LOST.search(name) for name in names)


def _clean_character(one: str) -> str:
    if "\x80" <= one <= "\x9f":
        return one.encode("latin-1").decode(WINDOWS, errors="ignore")
    if unicodedata.category(one) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp"):
        return " " if one.isspace() else ""
    return one


def _declared(data: bytes) -> str:
    found = PROLOGUE.match(data[:PROLOGUE_BYTES])
    if found is None:
        return UTF_8
    said = found.group(1).decode()
    for name in (said, re.sub(r"[-_]", "", said)):
        with contextlib.suppress(LookupError):
            return codecs.lookup(name).name
    return ""


def _true_encoding(data: bytes, declared: str, name: str) -> str:
    """Of the four that share ASCII, the only one in which every run of high bytes makes sense."""
    runs = set(HIGH_RUN.findall(data))
    if not runs:
        return declared
    if declared == UTF_8 and _keeps_its_word(data):
        return UTF_8
    as_utf_8 = {run for run in runs if _is_utf_8(run)}
    if as_utf_8 == runs:
        return UTF_8
    if as_utf_8:
        # Two encodings in one file: which of them is the mistake is not ours to say.
        fewer = min(as_utf_8, runs - as_utf_8, key=len)
        raise _unclear(data, fewer, name)
    for refused in (UNDEFINED, DISPUTED):
        found = {run for run in runs if refused.search(run)}
        is_settled = refused is DISPUTED and not _is_disputed(runs, declared)
        if found and not is_settled:
            raise _unclear(data, found, name)
    if any(ONLY_WINDOWS.search(run) for run in runs):
        return WINDOWS
    return WINDOWS if declared in (UTF_8, "ascii") else declared


def _keeps_its_word(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_disputed(runs: set[bytes], declared: str) -> bool:
    """Whether those eight signs could be either: the prologue and the other bytes disagree."""
    if declared == WINDOWS:
        return False
    if declared == "iso8859-15":
        return any(ONLY_WINDOWS.search(run) for run in runs)
    return declared != "iso8859-1"


def _is_utf_8(run: bytes) -> bool:
    """UTF-8 of letters and signs that these files hold: «É»» alone is not «ɻ»."""
    try:
        text = run.decode()
    except UnicodeDecodeError:
        return False
    return len(text) > 1 or _is_expected(text)


def _is_expected(one: str) -> bool:
    return (
        "\xa0" <= one <= "\u024f"
        or "\u0300" <= one <= "\u036f"
        or "\u1e00" <= one <= "\u1eff"
        or "\u2000" <= one <= "\u206f"
        or one in "€™œŒ\ufeff\ufffd"
    )


def _unclear(data: bytes, runs: set[bytes], name: str) -> ImportRefusedError:
    first = min(match.start() for match in HIGH_RUN.finditer(data) if match.group() in runs)
    return ImportRefusedError(
        _(
            "« %(name)s » mélange deux façons d’écrire les accents (%(place)s) : corrigez"
            " cette ligne dans SIECLE ou STS-web, puis exportez-le de nouveau."
        )
        % {"name": name, "place": place(data, first)}
    )
