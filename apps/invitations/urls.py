"""Addresses of a way in: public ones under /compte/, those of the office under /equipe/."""

from django.urls import include, path

app_name = "invitations"

urlpatterns = [
    path("", include("apps.invitations.activation.urls")),
    path("", include("apps.invitations.codes.urls")),
    path("", include("apps.invitations.letters.urls")),
    path("", include("apps.invitations.team.urls")),
]
