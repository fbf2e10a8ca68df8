from django.urls import path

from apps.invitations.codes import views

PERSON = "equipe/comptes/<slug:kind>/<uuid:public_id>/"

urlpatterns = [
    path("equipe/comptes/", views.person_list, name="person_list"),
    path(PERSON, views.person_detail, name="person_detail"),
    path("equipe/comptes/rouvrir/", views.network_unlock, name="network_unlock"),
    path(f"{PERSON}rouvrir/", views.person_unlock, name="person_unlock"),
    path(f"{PERSON}code/", views.person_code, name="person_code"),
]
