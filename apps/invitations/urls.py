"""Addresses of a way in: public ones under /compte/, those of the office under /equipe/."""

from django.urls import path

from apps.invitations.activation import views as activation_views
from apps.invitations.codes.views import persons
from apps.invitations.letters import views as letters_views
from apps.invitations.team import views as team_views

app_name = "invitations"

PERSON = "equipe/comptes/<slug:kind>/<uuid:public_id>/"

urlpatterns = [
    path("compte/activer/", activation_views.activate, name="activate"),
    path("compte/activer/preuve/", activation_views.prove, name="prove"),
    path("compte/activer/compte/", activation_views.account, name="account"),
    path("compte/activer/rattacher/", activation_views.attach, name="attach"),
    path("compte/nouveau-mot-de-passe/", activation_views.new_password, name="new_password"),
    path(
        "compte/nouveau-mot-de-passe/choisir/",
        activation_views.choose_password,
        name="choose_password",
    ),
    path("compte/bienvenue/", activation_views.welcome, name="welcome"),
    path("equipe/lettres/", letters_views.letter_list, name="letter_list"),
    path("equipe/lettres/nouvelles/", letters_views.letter_create, name="letter_create"),
    path("equipe/lettres/textes/", letters_views.letter_texts, name="letter_texts"),
    path("equipe/lettres/<uuid:public_id>/", letters_views.letter_detail, name="letter_detail"),
    path(
        "equipe/lettres/<uuid:public_id>/fichiers/<uuid:file>/",
        letters_views.letter_file,
        name="letter_file",
    ),
    path(
        "equipe/lettres/<uuid:public_id>/fichiers/<uuid:file>/reessayer/",
        letters_views.letter_retry,
        name="letter_retry",
    ),
    path("equipe/comptes/", persons.person_list, name="person_list"),
    path("equipe/comptes/equipe/", team_views.team_list, name="team_list"),
    path("equipe/comptes/equipe/envoyer/", team_views.team_mails, name="team_mails"),
    path(PERSON, persons.person_detail, name="person_detail"),
    path("equipe/comptes/rouvrir/", persons.network_unlock, name="network_unlock"),
    path(f"{PERSON}rouvrir/", persons.person_unlock, name="person_unlock"),
    path(f"{PERSON}code/", persons.person_code, name="person_code"),
    path(f"{PERSON}lettre/", letters_views.person_letter, name="person_letter"),
    path(f"{PERSON}courriel/", team_views.person_mail, name="person_mail"),
    path(f"{PERSON}courriel/annuler/", team_views.person_mail_cancel, name="person_mail_cancel"),
]
