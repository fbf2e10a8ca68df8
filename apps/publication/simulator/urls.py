from django.urls import path

from apps.publication.simulator import views

urlpatterns = [
    path("equipe/reglages/<uuid:public_id>/simulateur/", views.simulator, name="simulator"),
    path(
        "equipe/reglages/<uuid:public_id>/simulateur/feuille/",
        views.simulator_pdf,
        name="simulator_pdf",
    ),
    path(
        "equipe/reglages/<uuid:public_id>/simulateur/chiffres/",
        views.simulator_refresh,
        name="simulator_refresh",
    ),
]
