"""Who is signed in on this device, for the drafts it keeps, and what it could not save."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from coeduc import unsaved
from coeduc.http import Request


@require_safe
def token(request: Request) -> JsonResponse:
    """Who is signed in, and the token of their forms: signing in elsewhere changed both.

    ``account`` is a public id: a page left open never saves in the name of somebody else.
    """
    return JsonResponse({"account": str(request.user.public_id), "token": get_token(request)})


@require_POST
def erase_unsaved(request: Request) -> HttpResponse:
    """«Effacer ce texte»: what was sent after the session's end, and will not be saved."""
    return redirect(unsaved.erase(request))
