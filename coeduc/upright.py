"""Which way up a photo was taken: the only thing read of what a telephone writes beside it.

Pure and bounded; whatever the bytes are, an answer comes and nothing is raised (Exif 2.32, TIFF 6).
"""

from __future__ import annotations

import re

AS_IT_IS = 1
_TAG = 0x0112
_SIZES = {1: 1, 3: 2, 4: 4}  # BYTE, SHORT, LONG
_XMP = re.compile(rb"tiff:Orientation(?:\s*=\s*[\"']|>)([1-8])")
_EXIF = b"Exif\0\0"
_START_OF_SCAN = 0xDA
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
# JFIF and Adobe say how the points are coded: kept. The rest is metadata, often wrong.
_KEPT = {0xE0, 0xEE}


def orientation_of(exif: bytes, xmp: bytes = b"") -> int:
    """1 to 8 as Exif counts them; 1 where nothing readable is said."""
    found = said(exif.removeprefix(_EXIF), _TAG)
    if found is None and (found_tag := _XMP.search(xmp)):
        found = int(found_tag.group(1))
    return found if found is not None and 1 <= found <= 8 else AS_IT_IS


def said(tiff: bytes, tag: int) -> int | None:
    """The number that the first directory of a TIFF gives under ``tag``."""
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(tiff[:4])
    if order is None:
        return None

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], order)  # type: ignore[arg-type]

    start = number(4, 4)
    for n in range(min(number(start, 2), 1000)):
        at = start + 2 + 12 * n
        if at + 12 > len(tiff):
            return None
        size = _SIZES.get(number(at + 2, 2))
        if number(at, 2) == tag and size:
            return number(at + 8, size)
    return None


def bare_jpeg(data: bytes) -> tuple[bytes, int]:
    """The first image of a JPEG without its metadata, and its orientation.

    An MPO (two JPEG in one file, as telephones write) says so in its metadata alone. What is not
    built as a JPEG comes back as it is: its decoder will say so.
    """
    kept, exif, xmp = [data[:2]], b"", b""
    at = 2
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        marker = data[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        if marker == _START_OF_SCAN:
            kept.append(data[at:])
            return b"".join(kept), orientation_of(exif, xmp)
        if marker in _WITHOUT_LENGTH:
            at += 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at : at + 2 + length]
        if length < 2 or len(segment) < 2 + length:
            break
        body = segment[4:]
        if marker == 0xE1 and body.startswith(_EXIF):
            exif = exif or body
        elif marker == 0xE1:
            xmp = xmp or body
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _KEPT:
            kept.append(segment)
        at += 2 + length
    return data, orientation_of(exif, xmp)
