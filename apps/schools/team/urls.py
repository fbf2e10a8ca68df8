from django.urls import path

from apps.schools.team.views import classes, colleagues, people, posts

TEAM = "equipe/reglages/<uuid:public_id>/equipe/"
PREPARED = f"{TEAM}a-confirmer/<uuid:prepared_id>/"
PERSON = f"{TEAM}personnes/<uuid:person_id>/"

urlpatterns = [
    path("equipe/collegues/<uuid:public_id>/", colleagues.colleague, name="colleague"),
    path("equipe/classes/<uuid:public_id>/", colleagues.class_team_page, name="class_team"),
    path("equipe/reglages/equipe/", posts.teams, name="teams"),
    path(TEAM, posts.team, name="team"),
    path(f"{TEAM}ajouter/", posts.team_add, name="team_add"),
    path(f"{TEAM}remplacants/", posts.team_delegate, name="team_delegate"),
    path(f"{PREPARED}confirmer/", posts.team_confirm, name="team_confirm"),
    path(f"{PREPARED}ecarter/", posts.team_set_aside, name="team_set_aside"),
    path(f"{TEAM}fonctions/<uuid:post_id>/fin/", posts.post_end, name="post_end"),
    path(f"{TEAM}fonctions/<uuid:post_id>/rendre/", posts.post_give_back, name="post_give_back"),
    path(f"{PERSON}classes/", classes.team_classes, name="team_classes"),
    path(f"{PERSON}classes/retirer/", classes.team_class_end, name="team_class_end"),
    path(f"{PERSON}nom/", people.team_name, name="team_name"),
    path(f"{PERSON}reunir/<uuid:other_id>/", people.team_unite, name="team_unite"),
    path(f"{PERSON}principal/", classes.team_principal, name="team_principal"),
]
