"""How much may be sent: decided from the first bytes, long before a view."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class UploadLimit(FileUploadHandler):
    """Stop a request whose files are too many bytes; nothing of it is kept on the disk.

    The rest of the body is read and thrown away, so that the browser shows the page's sentence
    rather than a broken connection. The view asks ``was_cut(request)``.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.left = limit_of(request.path_info) if request is not None else settings.UPLOAD_LIMIT

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """``content_length`` counts the fields and boundaries too: it may exceed by little."""
        if content_length > self.left + 64 * 1024:
            self.left = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.left -= len(raw_data)
        if self.left < 0:
            self.request._upload_was_cut = True  # type: ignore[union-attr]
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler makes the file."""


def limit_of(path: str) -> int:
    for prefix, limit in settings.UPLOAD_LIMITS.items():
        if path.startswith(prefix):
            return int(limit)
    return int(settings.UPLOAD_LIMIT)


def was_cut(request: Any) -> bool:
    """More bytes were sent than the address takes; the files of the request are incomplete."""
    request.POST  # noqa: B018 (the body is read when it is asked for)
    return getattr(request, "_upload_was_cut", False)
