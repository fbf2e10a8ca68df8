"""Where dropped files wait: private, under random names, never served, gone within a day."""

import contextlib
import datetime as dt
import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

NAME_LENGTH = 100


@dataclass(frozen=True, slots=True)
class PrivateFile:
    """A file as it is stored: its random name, its size and its print."""

    stored: str
    size: int
    sha256: str


def storage_directory() -> Path:
    """Where what is dropped waits to be read, out of what the web server serves."""
    return Path(settings.MEDIA_ROOT) / "imports"


def keep(upload: UploadedFile) -> PrivateFile:
    """Copy an upload to the storage, readable by the portal's own account only."""
    storage_directory().mkdir(mode=0o700, parents=True, exist_ok=True)
    stored, size, sha256 = secrets.token_hex(20), 0, hashlib.sha256()
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(storage_directory() / stored, flags, 0o600), "wb") as target:
        for chunk in upload.chunks():
            size += len(chunk)
            sha256.update(chunk)
            target.write(chunk)
    return PrivateFile(stored, size, sha256.hexdigest())


def path_of(stored: str) -> Path:
    """The file of this name there, and nowhere else whatever the name."""
    return storage_directory() / Path(stored).name


def drop(stored: Iterable[str]) -> None:
    """Erase these; one already gone is no error."""
    for name in filter(None, stored):
        with contextlib.suppress(FileNotFoundError):
            path_of(name).unlink()


def strays(known: Iterable[str], *, before: dt.datetime) -> list[str]:
    """Files that no row knows, left by an upload that never ended."""
    known = set(known)
    if not storage_directory().is_dir():
        return []
    return sorted(
        path.name
        for path in storage_directory().iterdir()
        if path.name not in known and path.stat().st_mtime < before.timestamp()
    )


def shown_name(upload: UploadedFile) -> str:
    """The name its owner knows, printable and short; the disk never sees it."""
    name = "".join(character for character in str(upload.name) if character.isprintable())
    name = " ".join(name.split())
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"
