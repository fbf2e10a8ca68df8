"""What a picture would cost beyond its points, counted in its bytes before any decoder opens it.

A few bytes repeated draw the same points again thousands of times: the scans of a progressive
JPEG, the strips of a TIFF that all point to one place, the profiles of a PNG. What programs write
stays far below these limits. Pure; whatever the bytes are, an answer comes and nothing is raised.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import islice

# Programs write about ten scans, and JPEG by hand some twenty.
MOST_SCANS = 64
MOST_SEGMENTS = 2000
# Besides the points: a profile, its colours, some words.
MOST_CHUNKS, MOST_DATA_CHUNKS = 200, 20_000
MOST_COMMENTS = 4096
MOST_ENTRIES, MOST_STRIPS = 1000, 100_000
# One scan a strip, or one a colour.
MOST_STRIP_SCANS = 8
MOST_ICONS = 64
MOST_LAYERS, MOST_TILES = 100, 4096
MOST_INSIDE = 32
LARGEST_RUNS = 1024 * 1024

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_TIFF = (b"II*\0", b"MM\0*")
_SCAN, _END = 0xDA, 0xD9
# A marker with something after it: neither a byte 0xFF of the points nor where they start again.
_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd8\x01]")
_STRIPS, _TILES = (0x0111, 0x0117), (0x0144, 0x0145)
_UNITS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8}
_ICON = b"\0\0\1\0"
_JP2 = b"\0\0\0\x0cjP  "
_STYLE, _TILE, _DATA = 0xFF52, 0xFF90, 0xFF93
_CODESTREAM = b"\xff\x4f\xff\x51"


def is_costly(data: bytes) -> bool:
    """More work than its points are worth."""
    try:
        return _is_costly(data)
    except (struct.error, IndexError):
        return False  # cut before its end: its decoder will say so


def _is_costly(data: bytes) -> bool:
    if data.startswith(_JPEG):
        return _has_many_scans(data)
    if data.startswith(_PNG):
        return _has_many_chunks(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return _has_many_comments(data)
    if data.startswith(_TIFF):
        return _repeats_itself(data) or _repeats_strips(data)
    if data.startswith(b"BM"):
        # Runs of points, undone a byte after another.
        return data[30:34] in (b"\1\0\0\0", b"\2\0\0\0") and len(data) > LARGEST_RUNS
    if data[4:8] == b"ftyp":
        return _hides_work(data)
    if data.startswith(_ICON):
        return _many_icons(data) > MOST_ICONS or any(
            _has_many_chunks(data, start) for start in _icons(data) if data.startswith(_PNG, start)
        )
    if data.startswith((_CODESTREAM, _JP2)):
        return any(_has_many_layers(data, at) for at in _all(data, _CODESTREAM))
    return False


def _all(data: bytes, sign: bytes) -> Iterator[int]:
    at = data.find(sign)
    while at >= 0:
        yield at
        at = data.find(sign, at + 1)


def _hides_work(data: bytes) -> bool:
    """HEIC and AVIF hold other files: their Exif is a TIFF, an image may be a JPEG.

    Images laid one on another are no photo: each costs as much as the whole.
    """
    jpegs = list(islice(_all(data, _JPEG), MOST_INSIDE + 1))
    tiffs = [at for sign in _TIFF for at in islice(_all(data, sign), MOST_INSIDE + 1)]
    return (
        b"iovl" in data
        or max(len(jpegs), len(tiffs)) > MOST_INSIDE
        or any(_has_many_scans(data[at:]) for at in jpegs)
        or any(_repeats_itself(data[at:]) for at in tiffs)
    )


# --- JPEG ---------------------------------------------------------------------------------------


def scans(data: bytes) -> Iterator[int]:
    """Where the markers of a JPEG stand that start a scan; the walk ends with the first image."""
    at = 2
    for _n in range(MOST_SEGMENTS):
        found = _MARKER.search(data, at)
        if not found or found.group()[-1] == _END:
            return
        marker, at = found.group()[-1], found.end()
        if marker == _SCAN:
            yield at
        if marker >= 0xC0:
            at += max(2, int.from_bytes(data[at : at + 2], "big"))
    yield from range(MOST_SCANS + 1)  # no image is cut in so many pieces


def _has_many_scans(data: bytes) -> bool:
    return sum(1 for _scan in islice(scans(data), MOST_SCANS + 1)) > MOST_SCANS


# --- PNG, GIF, icons ----------------------------------------------------------------------------


def _has_many_chunks(data: bytes, start: int = 0) -> bool:
    """A profile of one kB is a million bytes once opened, and each is opened."""
    at, others = start + len(_PNG), 0
    for _n in range(MOST_DATA_CHUNKS):
        if at + 8 > len(data) or others > MOST_CHUNKS:
            return others > MOST_CHUNKS
        length, name = struct.unpack_from(">I4s", data, at)
        others += name not in (b"IDAT", b"fdAT", b"fcTL")
        at += 12 + length
    return True


def _has_many_comments(data: bytes) -> bool:
    """Before the first image: each piece is added to all those before."""
    colours = data[10]
    at = 13 + (3 << ((colours & 7) + 1) if colours & 0x80 else 0)
    pieces = 0
    while data[at] == 0x21:
        at += 2
        while data[at]:
            at += 1 + data[at]
            pieces += 1
            if pieces > MOST_COMMENTS:
                return True
        at += 1
        pieces += 1
    return False


def _many_icons(data: bytes) -> int:
    return int(struct.unpack_from("<H", data, 4)[0])


def _icons(data: bytes) -> Iterator[int]:
    """Where the pictures inside an icon start; its decoder draws one as soon as it opens it."""
    for n in range(min(_many_icons(data), MOST_ICONS)):
        yield struct.unpack_from("<I", data, 6 + 16 * n + 12)[0]


def icon_points(data: bytes) -> int:
    """Of the largest picture inside an icon, by its own header; 0 for any other file."""
    most = 0
    try:
        for start in _icons(data) if data.startswith(_ICON) else ():
            if data.startswith(_PNG, start):
                width, height = struct.unpack_from(">II", data, start + 16)
            elif data.startswith(b"\x0c\0\0\0", start):
                width, height = struct.unpack_from("<HH", data, start + 4)
                height //= 2  # the other half says where it has holes
            else:
                width, height = map(abs, struct.unpack_from("<ii", data, start + 4))
                height //= 2
            most = max(most, width * height)
    except struct.error:
        return most
    return most


# --- TIFF, and what is kept as one --------------------------------------------------------------


def _entries(tiff: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Of the first directory: tag, kind, how many values, and where this entry says where."""
    order = "<" if tiff.startswith(b"II") else ">"
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (many,) = struct.unpack_from(f"{order}H", tiff, start)
    for n in range(many):
        at = start + 2 + 12 * n
        tag, kind, count = struct.unpack_from(f"{order}HHI", tiff, at)
        yield tag, kind, count, at + 8


def _repeats_itself(tiff: bytes) -> bool:
    """Each entry is read whole: together they are not larger than the file that holds them."""
    total = 0
    try:
        for n, (_tag, kind, count, _at) in enumerate(_entries(tiff)):
            size = count * _UNITS.get(kind, 0)
            # What ends beyond the file is never read.
            total += size if size <= len(tiff) else 0
            if n > MOST_ENTRIES or total > len(tiff) + 4 * MOST_ENTRIES:
                return True
    except struct.error:
        return False
    return False


def _repeats_strips(tiff: bytes) -> bool:
    """The strips of an image are as many places of the file, each read whole."""
    said = {tag: (kind, count, at) for tag, kind, count, at in _entries(tiff)}
    for places, sizes in (_STRIPS, _TILES):
        if places not in said or sizes not in said:
            continue
        if max(said[places][1], said[sizes][1]) > MOST_STRIPS:
            return True
        starts, lengths = _numbers(tiff, *said[places]), _numbers(tiff, *said[sizes])
        if sum(lengths) > 2 * len(tiff):
            return True
        for start, length in zip(starts, lengths, strict=False):
            if tiff.count(b"\xff\xda", start, start + length) > MOST_STRIP_SCANS:
                kind, count, at = said.get(0x0103, (0, 0, 0))
                return _numbers(tiff, kind, count, at)[:1] in ([6], [7])
    return False


def _numbers(tiff: bytes, kind: int, count: int, at: int) -> list[int]:
    order, letter = "<" if tiff.startswith(b"II") else ">", {3: "H", 4: "I"}.get(kind)
    if letter is None:
        return []
    if count * _UNITS[kind] > 4:
        (at,) = struct.unpack_from(f"{order}I", tiff, at)
    return list(struct.unpack_from(f"{order}{count}{letter}", tiff, at))


# --- JPEG 2000 ----------------------------------------------------------------------------------


def _has_many_layers(data: bytes, start: int) -> bool:
    """By the markers of its header, then of each piece of a tile, which may say otherwise."""
    width, height, left, top, wide, high = struct.unpack_from(">6I", data, start + 8)
    tiles = -(-(width - left) // max(wide, 1)) * -(-(height - top) // max(high, 1))
    if tiles > MOST_TILES:
        return True
    at, following = start + 2, 0
    for _n in range(2 * MOST_TILES):
        marker, length = struct.unpack_from(">HH", data, at)
        if marker == _STYLE and struct.unpack_from(">H", data, at + 6)[0] > MOST_LAYERS:
            return True
        if marker == _TILE:
            size = struct.unpack_from(">I", data, at + 6)[0]
            following = at + size if size else len(data)
        at = following if marker == _DATA else at + 2 + max(length, 2)
        if at >= len(data):
            return False
    return True
