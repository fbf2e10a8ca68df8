from django.urls import path

from apps.invitations.codes.urls import PERSON
from apps.invitations.letters import views

urlpatterns = [
    path("equipe/lettres/", views.letter_list, name="letter_list"),
    path("equipe/lettres/nouvelles/", views.letter_create, name="letter_create"),
    path("equipe/lettres/textes/", views.letter_texts, name="letter_texts"),
    path("equipe/lettres/<uuid:public_id>/", views.letter_detail, name="letter_detail"),
    path(
        "equipe/lettres/<uuid:public_id>/fichiers/<uuid:file>/",
        views.letter_file,
        name="letter_file",
    ),
    path(
        "equipe/lettres/<uuid:public_id>/fichiers/<uuid:file>/reessayer/",
        views.letter_retry,
        name="letter_retry",
    ),
    path(f"{PERSON}lettre/", views.person_letter, name="person_letter"),
]
