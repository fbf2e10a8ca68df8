from django.urls import path

from coeduc import about

app_name = "about"

urlpatterns = [
    path("vos-donnees/", about.data, name="data"),
    path("accessibilite/", about.accessibility, name="accessibility"),
    path("mentions/", about.legal, name="legal"),
]
