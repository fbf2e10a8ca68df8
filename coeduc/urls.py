"""Addresses: French words, one prefix a capacity. Each app brings its own (``portal.URLS``)."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from coeduc import portal

handler400 = "coeduc.refusals.bad_request"
handler404 = "coeduc.refusals.not_found"
handler429 = "coeduc.refusals.too_many"
handler500 = "coeduc.database_away.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("confort/", include("coeduc.comfort_urls")),
    path("", include("coeduc.about_urls")),
    *portal.urlpatterns(development=settings.DEVELOPMENT_PAGES),
]

if settings.DEVELOPMENT_PAGES:
    urlpatterns.append(path("composants/", include("coeduc.gallery_urls")))
