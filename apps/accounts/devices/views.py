"""Who is signed in on this device, for the drafts it keeps, and what it could not save; on which
others, and the end of that."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.devices import services
from apps.accounts.devices.presenters import device_lines, key_of
from apps.accounts.devices.queries import open_sessions, other_sessions
from coeduc import unsaved
from coeduc.http import Request

PAGE = 20


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


@require_safe
def devices(request: Request) -> HttpResponse:
    """Every browser where this person is signed in, the last used first."""
    page = Paginator(open_sessions(request.reader), PAGE).get_page(request.GET.get("page"))
    here = request.session.session_key
    lines = device_lines(page.object_list, here=here, at=request.now)
    return render(
        request,
        "account/devices.html",
        {"lines": lines, "page": page, "several": page.paginator.count > 1},
    )


@require_POST
def close_device(request: Request) -> HttpResponse:
    """One of them, named by what the list said; closed already, it is as well."""
    asked, here = request.POST.get("device", ""), request.session.session_key
    mine = other_sessions(request.reader, here=here)
    found = [one.session_key for one in mine if key_of(one) == asked]
    services.end_sessions(request.user, found)
    if found:
        messages.success(request, _("C’est fait : il faudra le mot de passe pour y revenir."))
    else:
        messages.info(request, _("Cet appareil était déjà fermé : rien n’a changé."))
    return redirect("own_account:devices")


@require_POST
def close_other_devices(request: Request) -> HttpResponse:
    """All but this one: a telephone lost, a computer left open."""
    services.end_every_session(request.user, but=request.session.session_key)
    messages.success(request, _("C’est fait : il n’y a plus que cet appareil."))
    return redirect("own_account:devices")
