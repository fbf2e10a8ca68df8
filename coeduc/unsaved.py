"""What was sent after the session's end: kept an hour, and given back on its page, to its author.

Kept in the session of the browser, only where somebody has signed in before, and only for the one
who had signed in last. Never a file, never a password, a code or anything of the pages of accounts.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any, TypedDict
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.template.loader import render_to_string

from coeduc import device
from coeduc.refill import labels_of, refilled
from coeduc.shapes import shaped_or_none

KEY = "unsaved"
# Where the box stands in a page.
BEGINS, ENDS, MARK = b"<!--unsaved-->", "<!--/unsaved-->", "<!--kept-->"
LASTS = dt.timedelta(hours=1)
MOST = 128 * 1024
MOST_FIELDS = 1200
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
NEVER_UNDER = ("/compte/", "/mon-compte/", "/equipe/import/", "/confort/", "/demonstration/")
NEVER_NAMED = re.compile(r"csrf|password|passe|secret|code|^next$", re.IGNORECASE)
# A choice or an identifier: it goes back with the rest, there is nothing to read in it.
UNREADABLE = re.compile(r"^[\w-]{0,3}$|^[0-9a-f-]{36}$|^\d[\d.,/:TZ-]*$|^[A-Z_]+$")


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What the page shows: where to send it again, the fields, the texts worth reading."""

    to: str
    fields: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    files: tuple[str, ...]


class UnsavedFields(TypedDict):
    """The same in a session: whose it is, and when it was sent."""

    account: str
    page: str
    to: str
    fields: list[tuple[str, str]]
    files: list[str]
    at: str


def keep(request: Any, *, page: str) -> bool:
    """Whether what this request sends could be kept for ``page``."""
    owner = _owner(request)
    if not owner or request.path_info.startswith(NEVER_UNDER) or not _is_a_form(request):
        return False
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not NEVER_NAMED.search(name)
    ]
    size = sum(len(name) + len(value) for name, value in fields)
    if size > MOST or len(fields) > MOST_FIELDS:
        return False
    request.session[KEY] = UnsavedFields(
        account=owner,
        page=page,
        to=request.get_full_path(),
        fields=fields,
        files=[one.name[:100] for one in request.FILES.values()][:20],
        at=request.now.isoformat(),
    )
    if not request.user.is_authenticated:
        request.session.set_expiry(LASTS)
    return True


def of_page(request: Any) -> Unsaved | None:
    """What waits for this person on the page they open; None nearly always."""
    session = getattr(request, "session", None)
    user = getattr(request, "user", None)
    if request.method != "GET" or session is None or user is None or not user.is_authenticated:
        return None
    kept = shaped_or_none(UnsavedFields, session.get(KEY))
    if kept is None or kept["account"] != str(user.public_id):
        return None
    age = request.now - dt.datetime.fromisoformat(kept["at"])
    if not dt.timedelta(0) <= age < LASTS or urlsplit(kept["page"]).path != request.path:
        return None
    fields = tuple((name, value) for name, value in kept["fields"])
    return Unsaved(
        to=kept["to"],
        fields=fields,
        texts=tuple(value for _name, value in fields if not UNREADABLE.match(value.strip()))[:40],
        files=tuple(kept["files"]),
    )


def put_back(request: Any, response: Any) -> None:
    """Into the fields of its own form, where the page has it; else the box says it, in words."""
    if getattr(response, "streaming", False) or BEGINS not in response.content:
        return
    kept = of_page(request)
    if kept is None:
        return
    before, __, rest = response.content.decode().partition(BEGINS.decode())
    ___, __, after = rest.partition(ENDS)
    page = refilled(before + MARK + after, kept.fields, to=kept.to, address=request.path)
    if page is None:
        labels = labels_of(before + after, kept.fields)
        texts = tuple(
            labels.get((name, value), value)
            for name, value in kept.fields
            if (name, value) in labels or not UNREADABLE.match(value.strip())
        )
        kept, page = replace(kept, texts=texts[:40]), before + MARK + after
        context: dict[str, Any] = {"unsaved": kept}
    else:
        context = {"unsaved": kept, "filled": True}
    box = render_to_string("components/unsaved.html", context, request=request)
    response.content = page.replace(MARK, box, 1)


def forget(request: HttpRequest) -> None:
    """Once sent again, by its author: the page says by itself whether it was saved."""
    kept = shaped_or_none(UnsavedFields, request.session.get(KEY))
    if kept and request.method == "POST" and kept["to"] == request.get_full_path():
        del request.session[KEY]


def erase(request: HttpRequest) -> str:
    """Whoever wrote it wants it no more, or nothing can take it any more; the page it was of."""
    kept = shaped_or_none(UnsavedFields, request.session.pop(KEY, None))
    return kept["page"] if kept and kept["account"] == _owner(request) else "/"


def _is_a_form(request: Any) -> bool:
    """Sent by a page that goes on to the answer: what a script saves, the script keeps itself."""
    if "Co-Saving" in request.headers:
        return False
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return request.content_type in FORMS and (mode == "navigate" or "HX-Request" in request.headers)


def _owner(request: Any) -> str:
    """Whoever is signed in, else whoever was last here."""
    if request.user.is_authenticated:
        return str(request.user.public_id)
    return next(iter(device.accounts_of(request)), "")
