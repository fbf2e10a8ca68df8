"""Proving again who one is: a remembered phone gives no way in to anybody, and changes none."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from coeduc import unsaved, ways_back

View = Callable[..., HttpResponseBase]


def has_fresh_proof(request: HttpRequest) -> bool:
    """Whether the password was given less than REAUTHENTICATION_TIMEOUT ago, in this session."""
    return did_recently_reauthenticate(request)


def ask_for_proof(back_to: str) -> HttpResponse:
    """Ask for the password again, then come back to ``back_to``."""
    query = urlencode({REDIRECT_FIELD_NAME: back_to})
    return redirect(f"{reverse('account_reauthenticate')}?{query}")


def fresh_proof_required(view: View) -> View:
    """A page that gives a way in or changes one: a remembered phone is not proof enough.

    allauth's own decorator would replay the form by itself: here the person comes back to the page,
    finds what they had typed, and acts again.
    """

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_fresh_proof(request):
            page = ways_back.page_of(request)
            if request.method == "POST":
                unsaved.keep(request, page=page)
            return ask_for_proof(page)
        return view(request, *args, **kwargs)

    return wrapped
