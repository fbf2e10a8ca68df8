"""How much may be sent: decided from the first bytes, long before a view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class UploadLimit(FileUploadHandler):
    """Leave out the files that are too many bytes; nothing of them is kept on the disk.

    The rest of the body is read and thrown away, so that the browser shows the page's sentence
    rather than a broken connection, and what was typed besides is not lost. The view asks
    ``was_cut(request)``, or ``left_out(request)`` for their names.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        path = request.path_info if request is not None else ""
        self.left = limit_of(path)
        self.most_of_a_file = file_limit_of(path)

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """``content_length`` counts the fields and boundaries too: it may exceed by little."""
        if content_length > self.left + 64 * 1024:
            self.left = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.left -= len(raw_data)
        if self.left < 0 or start + len(raw_data) > self.most_of_a_file:
            skipped = self.request.__dict__.setdefault("_left_out", defaultdict(list))
            skipped[self.field_name].append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler makes the file."""


def limit_of(path: str) -> int:
    """How many bytes of files one request may bring."""
    return _of_prefix(path, settings.UPLOAD_LIMITS, settings.UPLOAD_LIMIT)


def file_limit_of(path: str) -> int:
    """How many bytes one of them may be."""
    return _of_prefix(path, settings.UPLOAD_FILE_LIMITS, limit_of(path))


def _of_prefix(path: str, limits: Mapping[str, int], otherwise: int) -> int:
    found = (limit for prefix, limit in limits.items() if path.startswith(prefix))
    return int(next(found, otherwise))


def left_out(request: Any) -> dict[str, list[str]]:
    """The names of the files too heavy to be kept, by field, as the browser said them."""
    request.POST  # noqa: B018 (the body is read when it is asked for)
    return dict(getattr(request, "_left_out", {}))


def was_cut(request: Any) -> bool:
    """More bytes were sent than the address takes; some files of the request are not there."""
    return bool(left_out(request))
