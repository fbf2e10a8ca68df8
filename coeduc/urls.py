"""Addresses: French words, one prefix a capacity."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

handler400 = "coeduc.refusals.bad_request"
handler404 = "coeduc.refusals.not_found"
handler429 = "coeduc.refusals.too_many"
handler500 = "coeduc.database_away.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("compte/", include("apps.accounts.urls")),
    path("confort/", include("coeduc.comfort_urls")),
    path("", include("apps.home.urls")),
    path("", include("apps.schools.urls")),
    path("equipe/import/", include("apps.schools.imports.urls")),
    path("", include("apps.publication.urls")),
    path("", include("apps.notices.invitations.urls")),
    path("", include("apps.support.urls")),
    path("", include("apps.homework.urls")),
    path("", include("apps.results.urls")),
]

if settings.DEVELOPMENT_PAGES:
    urlpatterns += [
        path("", include("apps.notices.mailbox.urls")),
        path("demonstration/", include("apps.demo.urls")),
        path("composants/", include("coeduc.gallery_urls")),
    ]
