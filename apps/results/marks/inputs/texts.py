"""A table written in letters: its encoding, its separators, its quotes. Pure.

A spreadsheet of France separates with « ; » and writes 12,5; others separate with commas or tabs.
What was meant is looked for in the whole text, never in its first lines alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

SEPARATORS = "\t;,"
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# What Windows, Macintosh and DOS programs wrote before Unicode; on a tie the first is right.
_OLD = ("cp1252", "mac_roman", "cp850")
_LETTERS = frozenset("àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿß")
_SIGNS = frozenset("«»‹›“”„‘’–—…•€°§·×÷±²³½¼¾\u00a0\u202f\u00ad©®™")
_INSIDE = frozenset("’·\u00ad–")
_BLANKS = "\t\n\r\v\f\x85"
MOST_CONTROL = 0.01
# Far more than a class fills, whatever the separator: empty cells at the ends of lines count.
MOST_CELLS = 200_000
# Marks put on one letter: beyond a few, no language, and putting them in order takes very long.
MOST_MARKS = 50


class TooManyCellsError(ValueError):
    """Cut no further than ``MOST_CELLS``."""


def decoded(content: bytes) -> str | None:
    """The text with line feeds alone; None when these bytes are no text."""
    text = _text(content)
    if text is None or "\0" in text:
        return None
    text = text.rstrip("\x1a").replace("\r\n", "\n").replace("\r", "\n")
    odd = [c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in _BLANKS]
    if not text.strip() or len(odd) > MOST_CONTROL * len(text):
        return None
    if odd:
        unwanted = set(odd)
        text = "".join(c for c in text if c not in unwanted)
    if _has_heaps(text):
        return None
    return unicodedata.normalize("NFC", text)


def _has_heaps(text: str) -> bool:
    """A whole piece of marks and no letter."""
    return not text.isascii() and any(
        all(map(unicodedata.combining, text[start : start + MOST_MARKS]))
        for start in range(0, len(text), MOST_MARKS)
        if len(text) - start >= MOST_MARKS
    )


def _text(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _try(content, encoding)
    if (text := _try(content, "utf-8-sig")) is not None and "\0" not in text:
        return text
    zeros = [content[n::2].count(0) for n in (0, 1)]
    if sum(zeros) > len(content) // 4:
        return _try(content, "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be")
    found = [text for name in _OLD if (text := _try(content, name)) is not None]
    return min(found, key=_oddness, default=None)


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _oddness(text: str) -> int:
    """How little these letters look like French: «PrŽnom», «BienÉ», «Inés» written «In‚s»."""
    odd = 0
    for n, sign in enumerate(text):
        if sign.isascii():
            continue
        before, after = text[n - 1 : n] if n else "", text[n + 1 : n + 2]
        if sign.isalpha():
            odd += sign.lower() not in _LETTERS
            odd += 2 * (sign.isupper() and before.islower())
            odd += 2 * (sign.islower() and before.isupper() and after.isupper())
        else:
            odd += sign not in _SIGNS
            odd += 2 * (before.isalpha() and after.isalpha() and sign not in _INSIDE)
    return odd


def table(
    text: str, *, has_titles: Callable[[list[list[str]]], bool]
) -> tuple[list[list[str]], str]:
    """Its lines of cells and its separator: the one that shows known titles, else the steadiest."""
    first, _line, rest = text.partition("\n")
    if declared := re.fullmatch(r'"?sep=(.)"?', first.strip(), re.IGNORECASE):
        return [[], *cells(rest, declared.group(1))], declared.group(1)
    found = [(cells(text, separator), separator) for separator in SEPARATORS]
    titled = [one for one in found if has_titles(one[0])]
    return max(titled or found, key=lambda one: _steadiness(one[0]))


def _steadiness(rows: list[list[str]]) -> float:
    """The share of the lines that have as many cells as most, two at least."""
    counts = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    lines = sum(counts.values())
    return max((n for width, n in counts.items() if width > 1), default=0) / max(lines, 1)


def pasted(text: str) -> list[list[str]]:
    """What a spreadsheet copies: tabs, and quotes only around a cell of several lines.

    Any other quote is a letter.
    """
    return cells(text, "\t", is_quoted=lambda inside: "\t" not in inside and _needs_quotes(inside))


def _needs_quotes(inside: str) -> bool:
    return bool(inside.strip()) and ("\n" in inside or '""' in inside)


def copied(rows: list[list[str]]) -> str:
    """What ``pasted`` reads again."""
    return "\n".join("\t".join(_copied(cell) for cell in row) for row in rows)


def _copied(cell: str) -> str:
    cell = cell.replace("\t", " ").strip()
    if "\n" in cell or cell.startswith('"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def cells(
    text: str, separator: str, *, is_quoted: Callable[[str], bool] = lambda inside: True
) -> list[list[str]]:
    """A quote that nothing closes, or that closes in the middle of a cell, is a letter.

    Raises ``TooManyCellsError``.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    mark = re.escape(separator)
    quoted = re.compile(rf'"((?:[^"]|"")*)"(?={mark}|\n|\Z)')
    plain = re.compile(rf"[^{mark}\n]*")
    rows: list[list[str]] = [[]]
    at = 0
    for _n in range(MOST_CELLS):
        found = quoted.match(text, at) if text.startswith('"', at) else None
        if found and is_quoted(found.group(1)):
            rows[-1].append(found.group(1).replace('""', '"'))
        else:
            found = plain.match(text, at)
            rows[-1].append(found.group() if found else "")
        at = found.end() if found else at
        if at >= len(text):
            return rows
        if text[at] == "\n":
            if at + 1 >= len(text):
                return rows
            rows.append([])
        at += 1
    raise TooManyCellsError
