"""Open the national files, which come from outside: bytes in, safe XML trees out.

SIECLE delivers a ZIP holding one XML file, STS-web a bare XML file. Neither the file name nor any
size declared in an archive is trusted; nothing is ever written to disk. Every refusal is an
`ImportRefusedError` with one French sentence.
"""

import datetime as dt
import hashlib
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _
from lxml import etree

from apps.schools.errors import ImportRefusedError
from apps.schools.imports.rules.decoding import readable
from apps.schools.imports.rules.xml_limits import damaged, forbidden, refuse_unsafe_xml
from coeduc import zips
from coeduc.french import whole_weight

MOST_A_DAY = 30  # of one person, whose files fill the disk
FILES_LAST = dt.timedelta(days=1)
# Long enough to find out in June why a parent lost an access in September; no longer.
NAMES_LAST = dt.timedelta(days=365)
MAX_FILES = 10
MAX_TOTAL_BYTES = 512 * 1024 * 1024
MAX_SECONDS = 10.0
MAX_FILE_BYTES = 128 * 1024 * 1024  # twenty times the largest real export
MAX_RATIO = 200
RATIO_FREE_BYTES = 4 * 1024 * 1024
MAX_MEMBERS = 100
CHUNK = 1024 * 1024
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
MAGIC_BYTES = 4
ARCHIVE_SUFFIXES = {".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar"}


class ImportKind(StrEnum):
    """The five files, in the order in which they are imported."""

    NOMENCLATURE = "nomenclature"
    STAFF = "staff"
    STRUCTURES = "structures"
    PUPILS = "pupils"
    GUARDIANS = "guardians"


ROOTS = {
    "BEE_NOMENCLATURES": ImportKind.NOMENCLATURE,
    "STS_EDT": ImportKind.STAFF,
    "BEE_STRUCTURES": ImportKind.STRUCTURES,
    "BEE_ELEVES": ImportKind.PUPILS,
    "BEE_RESPONSABLES": ImportKind.GUARDIANS,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file kept under a random name, the name its owner knows, and what it must contain."""

    path: Path
    name: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed national file. `name` is only for messages; `sha256` is of the file as it came."""

    kind: ImportKind
    name: str
    root: etree._Element
    sha256: str = ""


class Budget:
    """Counts the bytes really read and the seconds really spent over a whole batch."""

    def __init__(
        self,
        limit: int = MAX_TOTAL_BYTES,
        *,
        seconds: float = MAX_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.left = limit
        self.clock = clock
        self.deadline = clock() + seconds

    def spend(self, count: int, name: str) -> None:
        self.left -= count
        if self.left < 0:
            raise _too_big(name)
        self.check_clock(name)

    def check_clock(self, name: str) -> None:
        if self.clock() > self.deadline:
            raise ImportRefusedError(
                _("« %(name)s » est trop long à lire : la lecture s’arrête après %(seconds)s s.")
                % {"name": name, "seconds": int(MAX_SECONDS)}
            )


def open_files(paths: Iterable[Path | Source], *, budget: Budget | None = None) -> list[Document]:
    """Open a batch, at most one file of each kind, sorted in the order of import."""
    budget = budget or Budget()
    documents: dict[ImportKind, Document] = {}
    for path in paths:
        document = open_file(path, budget=budget)
        if document.kind in documents:
            raise ImportRefusedError(
                _("« %(first)s » et « %(second)s » sont deux fichiers de la même sorte.")
                % {"first": documents[document.kind].name, "second": document.name}
            )
        documents[document.kind] = document
    if not documents:
        raise ImportRefusedError(_("Aucun fichier à importer."))
    return [documents[kind] for kind in ImportKind if kind in documents]


def open_file(path: Path | Source, *, budget: Budget | None = None) -> Document:
    """Open one .xml or .zip file, recognised by its content."""
    budget = budget or Budget()
    source = path if isinstance(path, Source) else Source(path, path.name)
    try:
        with source.path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            if source.sha256 and sha256 != source.sha256:
                raise ImportRefusedError(
                    _("« %(name)s » n’est plus le fichier déposé : déposez-le de nouveau.")
                    % {"name": source.name}
                )
            stream.seek(0)
            is_archive = stream.read(MAGIC_BYTES) in ZIP_MAGICS
            stream.seek(0)
            if is_archive:
                data = _read_archive(stream, source, budget)
            else:
                data = b"".join(_chunks(stream, source.name, budget))
    except OSError as error:
        raise ImportRefusedError(
            _("« %(name)s » ne peut pas être ouvert.") % {"name": source.name}
        ) from error
    return parse(data, source.name, budget=budget, sha256=sha256)


def parse(data: bytes, name: str, *, budget: Budget | None = None, sha256: str = "") -> Document:
    """Parse the bytes of one XML file and recognise its kind by the root tag."""
    budget = budget or Budget()
    data = readable(data, name)
    budget.check_clock(name)
    refuse_unsafe_xml(data, name, budget)
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
        raise damaged(name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise forbidden(name)
    if root.tag.startswith("{"):
        _without_namespace(root)
    budget.check_clock(name)
    return Document(kind=_kind(root, name), name=name, root=root, sha256=sha256)


def _without_namespace(root: etree._Element) -> None:
    """What an XML editor adds; the exports have none, and no tag would be found under it."""
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname


def _kind(root: etree._Element, name: str) -> ImportKind:
    tag = etree.QName(root).localname
    if tag == "EDT_STS" or (
        tag == "STS_EDT" and root.find("PARAMETRES/APPLICATION_SOURCE") is not None
    ):
        raise ImportRefusedError(
            _(
                "« %(name)s » est le fichier qu’un logiciel d’emploi du temps envoie à STS-web. "
                "Il faut l’autre : celui que STS-web exporte, « sts_emp »."
            )
            % {"name": name}
        )
    if tag not in ROOTS:
        raise ImportRefusedError(
            _("« %(name)s » n’est pas un fichier attendu : sa racine est « %(tag)s ».")
            % {"name": name, "tag": tag[:60]}
        )
    return ROOTS[tag]


def _read_archive(stream: IO[bytes], source: Source, budget: Budget) -> bytes:
    size = source.path.stat().st_size
    try:
        with zipfile.ZipFile(stream) as archive:
            member = _only_xml_member(archive, source.name)
            with archive.open(member) as inner:
                return _inflate(inner, size, source.name, budget)
    except ImportRefusedError:
        raise
    except zips.DAMAGED as error:
        raise damaged(source.name) from error


def _inflate(stream: IO[bytes], archive_size: int, name: str, budget: Budget) -> bytes:
    parts, total = [], 0
    for chunk in _chunks(stream, name, budget):
        total += len(chunk)
        if total > RATIO_FREE_BYTES and total > MAX_RATIO * archive_size:
            raise ImportRefusedError(
                _("« %(name)s » se décompresse de façon anormale : il n’a pas été lu.")
                % {"name": name}
            )
        parts.append(chunk)
    return b"".join(parts)


def _only_xml_member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise ImportRefusedError(_("« %(name)s » contient trop de fichiers.") % {"name": name})
    if any(_leaves_the_archive(_path(member)) for member in members):
        raise ImportRefusedError(
            _("« %(name)s » contient un fichier qui veut s’écrire ailleurs : il n’a pas été lu.")
            % {"name": name}
        )
    visible = [m for m in members if not _is_folder(m) and not _is_hidden(_path(m))]
    if any(_path(m).suffix.lower() in ARCHIVE_SUFFIXES for m in visible):
        raise ImportRefusedError(
            _("« %(name)s » contient une autre archive : décompressez-la d’abord.") % {"name": name}
        )
    found = [m for m in visible if _path(m).suffix.lower() == ".xml"]
    if len(found) != 1:
        raise ImportRefusedError(
            _("« %(name)s » doit contenir un seul fichier XML ; il en contient %(count)s.")
            % {"name": name, "count": len(found)}
        )
    if not zips.is_packed_plainly(found[0]):
        raise ImportRefusedError(
            _("« %(name)s » est comprimé d’une façon inhabituelle : décompressez-le d’abord.")
            % {"name": name}
        )
    if zips.is_locked(found[0]):
        raise ImportRefusedError(
            _("« %(name)s » est protégé par un mot de passe.") % {"name": name}
        )
    return found[0]


def _path(member: zipfile.ZipInfo) -> PurePosixPath:
    """Archives made by Windows write their folders with backslashes."""
    return PurePosixPath(member.filename.replace("\\", "/"))


def _is_folder(member: zipfile.ZipInfo) -> bool:
    return member.filename.endswith(("/", "\\"))


def _leaves_the_archive(path: PurePosixPath) -> bool:
    """Zip-slip: nothing is ever extracted here, but no honest export has such a name."""
    return path.is_absolute() or ".." in path.parts or ":" in str(path)


def _is_hidden(path: PurePosixPath) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)


def _chunks(stream: IO[bytes], name: str, budget: Budget) -> Iterator[bytes]:
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > MAX_FILE_BYTES:
            raise _too_big(name)
        budget.spend(len(chunk), name)
        yield chunk


def _too_big(name: str) -> ImportRefusedError:
    return ImportRefusedError(
        _("« %(name)s » est trop gros : %(file)s au plus par fichier, %(all)s en tout.")
        % {
            "name": name,
            "file": whole_weight(MAX_FILE_BYTES),
            "all": whole_weight(MAX_TOTAL_BYTES),
        }
    )
