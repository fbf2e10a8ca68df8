"""The state of the service, for who operates it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.operation.policies import operates
from apps.operation.presenters import service_page
from apps.operation.queries import service
from coeduc.http import Request


@require_safe
def state(request: Request) -> HttpResponse:
    if not operates(request.reader):
        raise Http404
    page = service_page(service(at=request.now))
    return render(request, "operation/state.html", {"page": page})
