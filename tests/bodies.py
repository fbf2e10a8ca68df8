"""What a person can read in an answer, whatever it is made of: a page, a file, a PDF."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader


def bytes_of(response: Any) -> bytes:
    """The whole body; a streamed one is read once and kept."""
    if response.streaming:
        response.read_once = getattr(response, "read_once", None) or b"".join(response)
        return response.read_once
    return response.content


def text_of(response: Any) -> str:
    body = bytes_of(response)
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        return text_of_pdf(body)
    if response.headers.get("Content-Type", "").startswith("text/calendar"):
        return text_of_calendar(body)
    return body.decode(errors="backslashreplace")


def text_of_calendar(content: bytes) -> str:
    """Whole lines with their commas: a word cut by a fold, «13\\,37» would hide what leaked."""
    return content.replace(b"\r\n ", b"").decode().replace("\\,", ",").replace("\\;", ";")


def text_of_pdf(content: bytes) -> str:
    """Pages, title and every other word the file says of itself."""
    reader = PdfReader(io.BytesIO(content))
    pages = "\n".join(page.extract_text() for page in reader.pages)
    return f"{pages}\n{dict(reader.metadata or {})}"


def exactly(response: Any) -> str:
    """Every byte, as text: two answers are compared by it."""
    return bytes_of(response).decode("utf-8", "backslashreplace")
