"""Addresses of the tests only: views that do what no view may do."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path

from tests.factories.schools import SchoolFactory


@login_not_required
def writes(request):
    SchoolFactory(name="Écrit par une vue")
    return HttpResponse("écrit")


@login_not_required
def writes_then_fails(request):
    SchoolFactory(name="Écrit avant une erreur")
    raise ValueError("une erreur au milieu")


@login_not_required
def tells_its_instant(request):
    return HttpResponse(f"{request.now.isoformat()} {request.reader.at.isoformat()}")


urlpatterns = [
    path("ecrit/", writes),
    path("echoue/", writes_then_fails),
    path("instant/", tells_its_instant),
    path("", include("coeduc.urls")),
]
