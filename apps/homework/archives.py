"""Documents that are ZIP archives inside (ODF, Office Open XML): which one, and harmless to open.

Nothing is ever extracted. Sizes that an archive announces are not believed: it is inflated once,
by pieces, within limits. Pure.
"""

from __future__ import annotations

import io
import re
import time
import zipfile
import zlib

from django.utils.translation import gettext as _

MAX_MEMBERS = 2000
MAX_TOTAL_BYTES = 150 * 1024 * 1024
MAX_RATIO = 100
RATIO_FREE_BYTES = 8 * 1024 * 1024
MAX_SECONDS = 3.0
CHUNK = 256 * 1024
LARGEST_TYPES = 512 * 1024

_ODF = re.compile(r"application/vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation)")
_MAIN = re.compile(
    r'ContentType="(application/vnd\.openxmlformats-officedocument\.'
    r"(?:wordprocessingml\.document|spreadsheetml\.sheet|presentationml\.(?:presentation|slideshow))"
    r')\.main\+xml"'
)
_PROGRAM = re.compile(
    r"\.(?:exe|dll|scr|com|msi|bat|cmd|ps1|vbs?|jse?|jar|apk|class|dex|sh|hta|lnk|so|dylib)$",
    re.IGNORECASE,
)


class ArchiveError(ValueError):
    """An archive that is not kept; the message is French and says why."""


def no_archive() -> str:
    return _("une archive ne s’ouvre pas partout : ses fichiers passeront un par un.")


def document_type(data: bytes) -> str:
    """The content type of the document; raises ``ArchiveError`` for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members)
            found = _type_of(archive)
            _check_weight(archive, members, len(data))
    except (
        zipfile.BadZipFile, EOFError, KeyError, NotImplementedError, OSError, RuntimeError,
        UnicodeDecodeError, ValueError, zlib.error,
    ) as error:  # fmt: skip
        if isinstance(error, ArchiveError):
            raise
        raise ArchiveError(_("ce document est abîmé ou incomplet.")) from error
    return found


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise ArchiveError(_("ce document contient trop de morceaux."))
    for member in members:
        name = member.filename
        if member.flag_bits & 0x1:
            raise ArchiveError(_("ce document est protégé par un mot de passe."))
        if name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name:
            raise ArchiveError(no_archive())
        if name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")):
            raise _macros()
        if _PROGRAM.search(name):
            raise ArchiveError(_("ce document contient un programme : il ne peut pas être joint."))


def _macros() -> ArchiveError:
    return ArchiveError(
        _("ce document contient des macros, qui sont des programmes : sans macros, il passera.")
    )


def _type_of(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names:
        told = _text_of(archive, "mimetype", 200).strip()
        if _ODF.fullmatch(told) and "content.xml" in names:
            return told
    elif "[Content_Types].xml" in names:
        types = _text_of(archive, "[Content_Types].xml", LARGEST_TYPES)
        if "macroEnabled" in types or "vbaProject" in types:
            raise _macros()
        kinds = {kind.replace("slideshow", "presentation") for kind in _MAIN.findall(types)}
        if len(kinds) == 1:
            return str(kinds.pop())
    raise ArchiveError(no_archive())


def _text_of(archive: zipfile.ZipFile, name: str, most: int) -> str:
    with archive.open(name) as member:
        return member.read(most).decode()


def _check_weight(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], size: int) -> None:
    """Inflate everything once: what lies about its size is found here, and what is broken."""
    total, deadline = 0, time.monotonic() + MAX_SECONDS
    for member in members:
        with archive.open(member) as inner:
            while chunk := inner.read(CHUNK):
                total += len(chunk)
                swells = total > RATIO_FREE_BYTES and total > MAX_RATIO * size
                if swells or total > MAX_TOTAL_BYTES or time.monotonic() > deadline:
                    raise ArchiveError(
                        _("ce document se décompresse de façon anormale : il n’a pas été gardé.")
                    )
