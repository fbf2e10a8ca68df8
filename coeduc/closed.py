"""What every answer forbids a browser, a view's, an error's or a refusal's."""

from __future__ import annotations

from typing import Any

from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware


class ClosedPages(CSPMiddleware):
    """The first of all middlewares, so that nothing is answered outside of it.

    Django turns an exception into a page where it is raised: a host that is not ours, a wrong
    address or too many fields never reach the middlewares that stand further in.
    """

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.others: list[Any] = [
            XFrameOptionsMiddleware(get_response),
            SecurityMiddleware(get_response),
        ]

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response = super().process_response(request, response)
        for one in self.others:
            response = one.process_response(request, response)
        # Files of the portal itself say how long they last; a calendar, that it is asked again.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
