from django.urls import path

from apps.results.words import views

urlpatterns = [
    path("equipe/familles-qui-aimeraient-parler/", views.talk_list, name="talk_list"),
    path(
        "equipe/resultats/<uuid:public_id>/parle/<uuid:guardian_id>/",
        views.talk_over,
        name="talk_over",
    ),
]
