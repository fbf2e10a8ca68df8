"""Addresses of the tests only: views that do what no view may do."""

import psycopg
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from coeduc import urls
from coeduc.refusals import too_many
from tests.factories.schools import SchoolFactory

handler400, handler404 = urls.handler400, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500


@login_not_required
def writes(request):
    SchoolFactory(name="Écrit par une vue")
    return HttpResponse("écrit")


@login_not_required
def writes_then_fails(request):
    SchoolFactory(name="Écrit avant une erreur")
    raise ValueError("une erreur au milieu")


@login_not_required
def says_its_instant(request):
    return HttpResponse(f"{request.now.isoformat()} {request.reader.at.isoformat()}")


@login_not_required
def refuses(request):
    raise PermissionDenied


@login_not_required
def waits_for_a_lock(request):
    raise OperationalError("held") from psycopg.errors.LockNotAvailable("held")


@login_not_required
def finds_no_database(request):
    raise OperationalError("the server is away") from psycopg.OperationalError("connection refused")


@login_not_required
def limits(request):
    return too_many(request)


@csrf_exempt
@login_not_required
@require_POST
def takes(request):
    return HttpResponse(request.POST.get("what", "rien"))


urlpatterns = [
    path("prend/", takes),
    path("refuse/", refuses),
    path("attend/", waits_for_a_lock),
    path("sans-base/", finds_no_database),
    path("limite/", limits),
    path("ecrit/", writes),
    path("echoue/", writes_then_fails),
    path("instant/", says_its_instant),
    path("", include("coeduc.urls")),
]
