"""Where to bring somebody back to: a page that opens, never an address that only takes posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest
from django.urls import ResolverMatch, resolve
from django.utils.http import url_has_allowed_host_and_scheme

SAFE = ("GET", "HEAD", "OPTIONS")
# One signs in there, or out, or a script alone reads it: never a place to come back to.
DOORS = (
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_inactive",
    "account_token",
)


def page_of(request: HttpRequest) -> str:
    """The page that this request comes from: its own address, or that of the form it sends.

    The browser says which page that was (``Referer``, kept within the portal by our own policy);
    a browser that says nothing is brought to the nearest page above.
    """
    if request.method in SAFE and opens(request.path_info):
        return request.get_full_path()
    said = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    page = within(said, request)
    if page and opens(page):
        return page
    if opens(request.path_info):
        return request.get_full_path()
    return above(request.path_info)


def within(address: str, request: HttpRequest) -> str:
    """The path and query of an address of ours; empty for any other."""
    hosts = {request.get_host()}
    if not address or not url_has_allowed_host_and_scheme(address, allowed_hosts=hosts):
        return ""
    parts = urlsplit(address)
    page = parts.path + (f"?{parts.query}" if parts.query else "")
    # A path that begins with «//» would be read, alone, as another machine.
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""


def above(path: str) -> str:
    """The nearest page above ``path`` that opens; the first page of the portal if there is none."""
    parts = path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        page = f"/{'/'.join(parts[:length])}/"
        if opens(page):
            return page
    return "/"


def opens(address: str) -> bool:
    """Whether a page is there, for who may read it: the address exists and takes GET."""
    match = match_of(address)
    return match is not None and match.view_name not in DOORS and takes_get(match.func)


def match_of(address: str) -> ResolverMatch | None:
    """The page of the portal at this address; None for any other address."""
    try:
        return resolve(urlsplit(address).path)
    except (Http404, ValueError):
        return None


def takes_get(view: Callable[..., Any]) -> bool:
    """Read in what Django's decorators keep: ``require_POST`` and its like say their methods."""
    return all("GET" in methods for methods in _method_lists(view))


def _method_lists(view: Any) -> Iterator[list[str]]:
    while view is not None:
        names = getattr(getattr(view, "__code__", None), "co_freevars", ())
        if "request_method_list" in names:
            yield view.__closure__[names.index("request_method_list")].cell_contents
        view = getattr(view, "__wrapped__", None)
