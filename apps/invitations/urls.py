"""Addresses of a way in: public ones under /compte/, those of the office under /equipe/.

What a guardian lets a relative read is under /famille/, and /proche/.
"""

from django.urls import include, path

app_name = "invitations"

urlpatterns = [
    path("", include("apps.invitations.activation.urls")),
    path("", include("apps.invitations.codes.urls")),
    path("", include("apps.invitations.letters.urls")),
    path("", include("apps.invitations.team.urls")),
    path("", include("apps.invitations.relatives.urls")),
]
