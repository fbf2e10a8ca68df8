"""ZIP archives that come from outside: what a damaged one raises, and what honest ones hold."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

# What zipfile and its decompressors raise on bytes that lie: offsets, sizes, names, streams.
DAMAGED = (
    zipfile.BadZipFile, AttributeError, EOFError, LookupError, MemoryError, NotImplementedError,
    OSError, OverflowError, RuntimeError, TypeError, ValueError, lzma.LZMAError, struct.error,
    zlib.error,
)  # fmt: skip
# Others ask for memory that they name themselves, and no office program writes them.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_packed_plainly(member: zipfile.ZipInfo) -> bool:
    """Whether it is packed as every computer reads it (stored or deflated)."""
    return member.compress_type in METHODS


def is_locked(member: zipfile.ZipInfo) -> bool:
    """By a password."""
    return bool(member.flag_bits & 0x1)


def path_of(member: zipfile.ZipInfo) -> str:
    """Its name, where old Windows programs write backslashes for folders."""
    return member.filename.replace("\\", "/")


def leaves_the_archive(member: zipfile.ZipInfo) -> bool:
    """Zip-slip: nothing is ever extracted here, but no honest archive has such a name."""
    path = PurePosixPath(path_of(member))
    return path.is_absolute() or ".." in path.parts or ":" in member.filename
