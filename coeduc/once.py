"""A form sent twice (a double tap, a lost answer, ten windows) does what it does once.

``@once`` stands on every view that creates something. The key is that of the form as it was drawn:
``once``, which a script keeps with a draft, else the token that each page bears, in a field or
in the header of a script; with where and what was sent: a text changed in between is another act.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from coeduc import portal
from coeduc.http import Request

FIELD, TOKEN, HEADER = "once", "csrfmiddlewaretoken", "X-CSRFToken"
_APART = (FIELD, TOKEN)
_ELSEWHERE = "_coeduc_once_then"
View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """Lead whoever sends the same form again to where the first one led.

    The second waits for the first: in one transaction with what the view writes, a key is kept
    only when the view succeeded: it answered by a redirection, or it shows once what it made
    (``shown_once``).
    """

    @functools.wraps(view)
    def wrapped(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        if not key:
            return view(request, *args, **kwargs)
        acts = portal.acts()
        act = acts.claim(request.user, key, at=request.now)
        if act.led_to:
            messages.info(request, _("C’est déjà fait : ce formulaire n’a compté qu’une fois."))
            return redirect(act.led_to)
        response = view(request, *args, **kwargs)
        led_to = getattr(response, _ELSEWHERE, "")
        if isinstance(response, HttpResponseRedirect) and not _was_refused(request):
            led_to = response.url
        if led_to:
            acts.note(act, led_to)
        else:
            acts.forget(act)
        return response

    wrapped.once = True  # type: ignore[attr-defined] # read by the test of every form
    return wrapped


def shown_once(response: HttpResponse, *, then: str) -> HttpResponse:
    """A page that shows what nobody can read again: reloaded, it leads to ``then``."""
    setattr(response, _ELSEWHERE, then)
    return response


def _was_refused(request: Request) -> bool:
    """The view led elsewhere to say no: the form may be sent again as it is."""
    queued = getattr(messages.get_messages(request), "_queued_messages", ())
    return any(message.level >= messages.ERROR for message in queued)


def _key(request: Request) -> str:
    """Empty for a page that is read, and for a form that says nothing of where it was drawn."""
    if request.method != "POST" or not request.user.is_authenticated:
        return ""
    drawn = request.POST.get(FIELD) or request.POST.get(TOKEN) or request.headers.get(HEADER)
    if not drawn:
        return ""
    sent = sorted((name, values) for name, values in request.POST.lists() if name not in _APART)
    files = sorted(
        (name, upload.name, upload.size)
        for name, uploads in request.FILES.lists()
        for upload in uploads
    )
    said = json.dumps([request.get_full_path(), drawn, sent, files])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
