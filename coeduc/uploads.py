"""How much may be sent, and by whom: decided from the first bytes, long before a view."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from coeduc.portal import upload_at

# ``content_length`` counts the fields and boundaries too: it may exceed by little.
BESIDES = 64 * 1024
# Read and thrown away for who may not send, so that a session that has just ended is answered by
# a page; no more of it.
MOST_IN_VAIN = 32 * 1024 * 1024


class UploadLimit(FileUploadHandler):
    """Leave out the files that are too many bytes; nothing of them is kept on the disk.

    No other handler is given anything before the person is known to send files at this address.

    The rest of the body is read and thrown away, so that the browser shows the page's sentence
    rather than a broken connection, and what was typed besides is not lost. The view asks
    ``was_cut(request)``, or ``left_out(request)`` for their names.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        path = request.path_info if request is not None else ""
        self.left = limit_of(path)
        self.most_of_a_file = file_limit_of(path)
        self.is_allowed: bool | None = None

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Raises ``RequestDataTooBig`` for much that would be read in vain."""
        if content_length > self.left + BESIDES:
            self.left = 0
        if content_length > MOST_IN_VAIN + BESIDES and not self._may_send():
            request: Any = self.request
            request._mark_post_parse_error()
            raise RequestDataTooBig("more than is read of somebody who sends no file here")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self._may_send():
            self._leave_out()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.left -= len(raw_data)
        if self.left < 0 or start + len(raw_data) > self.most_of_a_file:
            self._leave_out()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler makes the file."""

    def _may_send(self) -> bool:
        if self.is_allowed is None:
            self.is_allowed = may_send(self.request)
        return self.is_allowed

    def _leave_out(self) -> None:
        skipped = self.request.__dict__.setdefault("_left_out", defaultdict(list))
        skipped[self.field_name].append(self.file_name)
        raise SkipFile


def may_send(request: Any) -> bool:
    """A person who is signed in, and whose office takes files at this address, if any does."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated or not limit_of(request.path_info):
        return False
    taken = upload_at(request.path_info)
    return taken is not None and taken.may_send(request.reader)


def limit_of(path: str) -> int:
    """How many bytes of files one request may bring; none where no app takes any."""
    taken = upload_at(path)
    return taken.request_bytes if taken else 0


def file_limit_of(path: str) -> int:
    """How many bytes one of them may be."""
    taken = upload_at(path)
    return (taken.file_bytes or taken.request_bytes) if taken else 0


def left_out(request: Any) -> dict[str, list[str]]:
    """The names of the files too heavy to be kept, by field, as the browser said them."""
    request.POST  # noqa: B018 (the body is read when it is asked for)
    return dict(getattr(request, "_left_out", {}))


def was_cut(request: Any) -> bool:
    """More bytes were sent than the address takes; some files of the request are not there."""
    return bool(left_out(request))
