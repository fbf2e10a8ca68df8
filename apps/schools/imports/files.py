"""Open the national files, which come from outside: bytes in, safe XML trees out.

SIECLE delivers a ZIP holding one XML file, STS-web a bare XML file. Neither the file name nor any
size declared in an archive is trusted; nothing is ever written to disk. Every refusal is an
`ImportRefusedError` with one French sentence.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _
from lxml import etree

from .errors import ImportRefusedError

MAX_TOTAL_BYTES = 512 * 1024 * 1024
MAX_FILE_BYTES = 128 * 1024 * 1024  # twenty times the largest real export
MAX_RATIO = 200
RATIO_FREE_BYTES = 4 * 1024 * 1024
MAX_MEMBERS = 100
MAX_DEPTH = 32
CHUNK = 1024 * 1024
ZIP_MAGIC = b"PK\x03\x04"
ARCHIVE_SUFFIXES = {".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar"}


class Kind(StrEnum):
    """The five files, in the order in which they are imported."""

    NOMENCLATURE = "nomenclature"
    STAFF = "staff"
    STRUCTURES = "structures"
    PUPILS = "pupils"
    GUARDIANS = "guardians"


ROOTS = {
    "BEE_NOMENCLATURES": Kind.NOMENCLATURE,
    "STS_EDT": Kind.STAFF,
    "BEE_STRUCTURES": Kind.STRUCTURES,
    "BEE_ELEVES": Kind.PUPILS,
    "BEE_RESPONSABLES": Kind.GUARDIANS,
}


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed national file. `name` is only for messages."""

    kind: Kind
    name: str
    root: etree._Element


class Budget:
    """Counts the bytes really read over a whole batch."""

    def __init__(self, limit: int = MAX_TOTAL_BYTES) -> None:
        self.left = limit

    def spend(self, count: int, name: str) -> None:
        self.left -= count
        if self.left < 0:
            raise _too_big(name)


def open_files(paths: Iterable[Path], *, budget: Budget | None = None) -> list[Document]:
    """Open a batch, at most one file of each kind, sorted in the order of import."""
    budget = budget or Budget()
    documents: dict[Kind, Document] = {}
    for path in paths:
        document = open_file(path, budget=budget)
        if document.kind in documents:
            raise ImportRefusedError(
                _("« %(first)s » et « %(second)s » sont deux fichiers de la même sorte.")
                % {"first": documents[document.kind].name, "second": document.name}
            )
        documents[document.kind] = document
    if not documents:
        raise ImportRefusedError(_("Aucun fichier à importer."))
    return [documents[kind] for kind in Kind if kind in documents]


def open_file(path: Path, *, budget: Budget | None = None) -> Document:
    """Open one .xml or .zip file, recognised by its content."""
    budget = budget or Budget()
    try:
        with path.open("rb") as stream:
            is_archive = stream.read(len(ZIP_MAGIC)) == ZIP_MAGIC
            stream.seek(0)
            if is_archive:
                data = _read_archive(stream, path, budget)
            else:
                data = b"".join(_chunks(stream, path.name, budget))
    except OSError as error:
        raise ImportRefusedError(
            _("« %(name)s » ne peut pas être ouvert.") % {"name": path.name}
        ) from error
    return parse(data, path.name)


def parse(data: bytes, name: str) -> Document:
    """Parse the bytes of one XML file and recognise its kind by the root tag."""
    _guard(data, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _forbidden(name)
    return Document(kind=_kind(root, name), name=name, root=root)


def _kind(root: etree._Element, name: str) -> Kind:
    tag = etree.QName(root).localname
    if tag == "EDT_STS" or (
        tag == "STS_EDT" and root.find("PARAMETRES/APPLICATION_SOURCE") is not None
    ):
        raise ImportRefusedError(
            _(
                "« %(name)s » est le fichier qu’un logiciel d’emploi du temps envoie à STS-web. "
                "Il faut l’autre : celui que STS-web exporte, « sts_emp »."
            )
            % {"name": name}
        )
    if tag not in ROOTS:
        raise ImportRefusedError(
            _("« %(name)s » n’est pas un fichier attendu : sa racine est « %(tag)s ».")
            % {"name": name, "tag": tag[:60]}
        )
    return ROOTS[tag]


def _read_archive(stream: IO[bytes], path: Path, budget: Budget) -> bytes:
    size = path.stat().st_size
    try:
        with zipfile.ZipFile(stream) as archive:
            member = _only_xml_member(archive, path.name)
            with archive.open(member) as inner:
                return _inflate(inner, size, path.name, budget)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as e:
        raise _damaged(path.name) from e


def _inflate(stream: IO[bytes], archive_size: int, name: str, budget: Budget) -> bytes:
    parts, total = [], 0
    for chunk in _chunks(stream, name, budget):
        total += len(chunk)
        if total > RATIO_FREE_BYTES and total > MAX_RATIO * archive_size:
            raise ImportRefusedError(
                _("« %(name)s » se décompresse de façon anormale : il n’a pas été lu.")
                % {"name": name}
            )
        parts.append(chunk)
    return b"".join(parts)


def _only_xml_member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise ImportRefusedError(_("« %(name)s » contient trop de fichiers.") % {"name": name})
    visible = [m for m in members if not m.is_dir() and _is_plain_name(m.filename)]
    if any(PurePosixPath(m.filename).suffix.lower() in ARCHIVE_SUFFIXES for m in visible):
        raise ImportRefusedError(
            _("« %(name)s » contient une autre archive : décompressez-la d’abord.") % {"name": name}
        )
    found = [m for m in visible if m.filename.lower().endswith(".xml")]
    if len(found) != 1:
        raise ImportRefusedError(
            _("« %(name)s » doit contenir un seul fichier XML ; il en contient %(count)s.")
            % {"name": name, "count": len(found)}
        )
    if found[0].flag_bits & 0x1:
        raise ImportRefusedError(
            _("« %(name)s » est protégé par un mot de passe.") % {"name": name}
        )
    return found[0]


def _is_plain_name(filename: str) -> bool:
    """False for hidden files and for names that try to leave the archive (zip-slip)."""
    path = PurePosixPath(filename)
    if path.is_absolute() or "\\" in filename or ":" in filename:
        return False
    return not any(part.startswith((".", "__MACOSX")) for part in path.parts)


def _chunks(stream: IO[bytes], name: str, budget: Budget) -> Iterator[bytes]:
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > MAX_FILE_BYTES:
            raise _too_big(name)
        budget.spend(len(chunk), name)
        yield chunk


def _guard(data: bytes, name: str) -> None:
    """Refuse a DTD (hence entities) and deep nesting before a tree is built."""
    depth = 0

    def doctype(*_args: object) -> None:
        raise _forbidden(name)

    def start(_tag: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise _forbidden(name)

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = doctype
    reader.StartElementHandler = start
    reader.EndElementHandler = end
    try:
        reader.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _damaged(name) from error


def _too_big(name: str) -> ImportRefusedError:
    return ImportRefusedError(_("« %(name)s » est trop gros pour être lu.") % {"name": name})


def _damaged(name: str) -> ImportRefusedError:
    return ImportRefusedError(
        _("« %(name)s » est abîmé ou incomplet : exportez-le de nouveau.") % {"name": name}
    )


def _forbidden(name: str) -> ImportRefusedError:
    return ImportRefusedError(
        _("« %(name)s » contient des instructions interdites : il n’a pas été lu.") % {"name": name}
    )
