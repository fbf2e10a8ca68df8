"""Under /compte/. allauth fixes the names of its pages: they are in no space of ours."""

from django.urls import include, path

urlpatterns = [
    path("", include("apps.accounts.devices.urls")),
    path("", include("apps.accounts.own_account.urls")),
    path("", include("apps.accounts.sign_in.urls")),
]
