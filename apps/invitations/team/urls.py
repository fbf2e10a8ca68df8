from django.urls import path

from apps.invitations.codes.urls import PERSON
from apps.invitations.team import views

urlpatterns = [
    path("equipe/comptes/equipe/", views.team_list, name="team_list"),
    path("equipe/comptes/equipe/envoyer/", views.team_mails, name="team_mails"),
    path(f"{PERSON}courriel/", views.person_mail, name="person_mail"),
    path(f"{PERSON}courriel/annuler/", views.person_mail_cancel, name="person_mail_cancel"),
]
