"""Under /compte/, allauth fixes the names of its pages: they are in no space of ours. «Mon compte»
has an address of its own, and a space."""

from django.urls import include, path

from apps.accounts.devices import urls as devices_urls
from apps.accounts.own_account import urls as own_account_urls

urlpatterns = [
    path("compte/", include("apps.accounts.devices.urls")),
    path("compte/", include("apps.accounts.own_account.urls")),
    path("compte/", include("apps.accounts.sign_in.urls")),
    path("mon-compte/", include(([*own_account_urls.MINE, *devices_urls.MINE], "own_account"))),
]
