from django.urls import path

from apps.invitations.codes.views import persons

PERSON = "equipe/comptes/<slug:kind>/<uuid:public_id>/"

urlpatterns = [
    path("equipe/comptes/", persons.person_list, name="person_list"),
    path(PERSON, persons.person_detail, name="person_detail"),
    path("equipe/comptes/rouvrir/", persons.network_unlock, name="network_unlock"),
    path(f"{PERSON}rouvrir/", persons.person_unlock, name="person_unlock"),
    path(f"{PERSON}code/", persons.person_code, name="person_code"),
]
