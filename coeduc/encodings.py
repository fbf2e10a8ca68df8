"""What a request says of its own encoding is not believed: our pages are in UTF-8, so are forms.

Django believes it while the request is being made, before any middleware: «charset=base64» or a
null character in it was an error 500 without a page. There is no setting for that, hence this one
method of Django put aside.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.http import parse_header_parameters


def _content_type_alone(self: Any, meta: Any) -> None:
    """The content type and what it needs to be read (a boundary), never a charset."""
    said = meta.get("CONTENT_TYPE", "")
    try:
        self.content_type, self.content_params = parse_header_parameters(said)
    except (ValueError, LookupError):
        self.content_type, self.content_params = said.partition(";")[0].strip().lower(), {}


def believe_no_charset() -> None:
    """Called once, where the middlewares are loaded: before the first request."""
    HttpRequest._set_content_type_params = _content_type_alone  # type: ignore[attr-defined]
