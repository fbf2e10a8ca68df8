"""Documents that are ZIP archives inside (ODF, Office Open XML): which one, and harmless to open.

Nothing is ever extracted. Sizes that an archive announces are not believed: it is inflated once,
by pieces, within limits. Pure.
"""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from coeduc import zips

MAX_MEMBERS = 2000
MAX_TOTAL_BYTES = 150 * 1024 * 1024
MAX_RATIO = 100
RATIO_FREE_BYTES = 8 * 1024 * 1024
MAX_SECONDS = 3.0
CHUNK = 256 * 1024
LARGEST_TYPES = 512 * 1024

_ODF = "application/vnd.oasis.opendocument."
_ODF_KINDS = ("text", "spreadsheet", "presentation")
_MAIN = re.compile(
    r"(application/vnd\.openxmlformats-officedocument\.(?:wordprocessingml|spreadsheetml|"
    r"presentationml))\.(document|sheet|presentation|slideshow|template)\.main\+xml",
    re.IGNORECASE,
)
_BLANK = " \t\r\n\0"
_ENDINGS = {"wordprocessingml": "document", "spreadsheetml": "sheet"}
# Files of other programs that are ZIP too, known by one of their members.
_OTHERS = (
    (re.compile(r"geogebra(?:_macro)?\.xml"), gettext_lazy("une figure GeoGebra (.ggb)")),
    (re.compile(r"[0-9a-f]{32}\.(?:svg|png|wav)"), gettext_lazy("un projet Scratch")),
    (re.compile(r"h5p\.json"), gettext_lazy("un module H5P")),
    (
        re.compile(r"Index/.+\.iwa|Index\.zip|index\.apxl|index\.numbers"),
        gettext_lazy("un document Pages, Numbers ou Keynote"),
    ),
    (re.compile(r"(?:.*/)?doc\.kml"), gettext_lazy("une carte KMZ")),
)
_PROGRAM = re.compile(
    r"\.(?:exe|dll|scr|com|msi|bat|cmd|ps1|vbs?|jse?|jar|apk|class|dex|sh|hta|lnk|so|dylib)$",
    re.IGNORECASE,
)


class ArchiveError(ValueError):
    """An archive that is not kept; the message is French and says why."""


def no_archive() -> str:
    """Why an archive is refused, and what to do instead; the end of a sentence."""
    return _("une archive ne s’ouvre pas partout : ses fichiers passeront un par un.")


def document_type(data: bytes) -> str:
    """The content type of the document; raises ``ArchiveError`` for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {zips.path_of(member): member for member in archive.infolist()}
            _check_kind(members)
            _check_members(archive.infolist())
            found = _type_of(archive, members)
            _check_weight(archive, archive.infolist(), len(data))
    except ArchiveError:
        raise
    except zips.DAMAGED as error:
        raise ArchiveError(_("ce document est abîmé ou incomplet.")) from error
    return found


def _check_kind(members: Collection[str]) -> None:
    """A file of a known program is called by its name; a document of ours goes on."""
    if "[content_types].xml" in {name.lower() for name in members} or "mimetype" in members:
        return
    for name, kind in _OTHERS:
        if any(name.fullmatch(member) for member in members):
            raise _of_another_kind(kind)


def _of_another_kind(kind: object) -> ArchiveError:
    return ArchiveError(
        _("c’est %(kind)s, que peu d’appareils ouvrent : en PDF ou en image, cela passera.")
        % {"kind": kind}
    )


def _template() -> ArchiveError:
    return ArchiveError(
        _("c’est un modèle de document : enregistré comme document (ODT, DOCX…), il passera.")
    )


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise ArchiveError(_("ce document contient trop de morceaux."))
    for member in members:
        name = zips.path_of(member)
        if zips.is_locked(member):
            raise ArchiveError(_("ce document est protégé par un mot de passe."))
        if zips.leaves_the_archive(member):
            raise ArchiveError(no_archive())
        if name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")):
            raise _macros()
        if _PROGRAM.search(name):
            raise ArchiveError(_("ce document contient un programme : il ne peut pas être joint."))
        if not zips.is_packed_plainly(member):
            raise ArchiveError(
                _("ce document est comprimé d’une façon inhabituelle : en PDF, il passera.")
            )


def _macros() -> ArchiveError:
    return ArchiveError(
        _("ce document contient des macros, qui sont des programmes : sans macros, il passera.")
    )


def _type_of(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> str:
    types = next((name for name in members if name.lower() == "[content_types].xml"), "")
    if "mimetype" in members or ("META-INF/manifest.xml" in members and not types):
        return _odf_type(archive, members)
    if types:
        return _ooxml_type(_bytes_of(archive, members[types], LARGEST_TYPES))
    raise ArchiveError(no_archive())


def _odf_type(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> str:
    """Said by ``mimetype``, or by the manifest when a tool has forgotten it."""
    if "mimetype" in members:
        declared = _bytes_of(archive, members["mimetype"], 200).decode("utf-8-sig").strip(_BLANK)
    else:
        declared = _said_by(_bytes_of(archive, members["META-INF/manifest.xml"], LARGEST_TYPES))
    kind = declared.partition(";")[0].strip().lower().removeprefix(_ODF)
    if kind in _ODF_KINDS and "content.xml" in members:
        return _ODF + kind
    if kind.endswith("-template"):
        raise _template()
    if kind.startswith("graphics"):
        raise _of_another_kind(_("un dessin ODG"))
    if "epub" in kind:
        raise _of_another_kind(_("un livre EPUB"))
    if declared.startswith(_ODF):
        raise _of_another_kind(_("un document LibreOffice d’une autre sorte"))
    raise ArchiveError(no_archive())


def _said_by(manifest: bytes) -> str:
    """The type of the whole, which is the entry « / »."""
    for node in _elements(manifest):
        said = {etree.QName(name).localname: str(value) for name, value in node.attrib.items()}
        if said.get("full-path") == "/":
            return said.get("media-type", "")
    return ""


def _elements(content: bytes) -> list[Any]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return list(etree.fromstring(content, parser).iter(etree.Element))
    except etree.XMLSyntaxError as error:
        raise ArchiveError(_("ce document est abîmé ou incomplet.")) from error


def _ooxml_type(content: bytes) -> str:
    """What ``[Content_Types].xml`` says, whatever its quotes, its letters or its encoding."""
    types = [str(node.get("ContentType") or "") for node in _elements(content)]
    if any("macroenabled" in kind.lower() or "vbaproject" in kind.lower() for kind in types):
        raise _macros()
    mains = [found for kind in types if (found := _MAIN.fullmatch(kind.strip()))]
    kinds = {found.group(1).lower() for found in mains}
    if not kinds:
        raise _of_another_kind(_("un document d’une autre sorte"))
    if len(kinds) > 1:
        raise ArchiveError(no_archive())
    if any(found.group(2).lower() == "template" for found in mains):
        raise _template()
    kind = kinds.pop()
    return f"{kind}.{_ENDINGS.get(kind.rpartition('.')[2], 'presentation')}"


def _bytes_of(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(member) as inner:
        return inner.read(most)


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
