"""Addresses: French words, one prefix a capacity."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("compte/", include("apps.accounts.urls")),
]
