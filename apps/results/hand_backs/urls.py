from django.urls import path

from apps.results.hand_backs.views import hand_back, publishing

urlpatterns = [
    path(
        "equipe/evaluations/<uuid:public_id>/copies-rendues/",
        hand_back.assessment_hand_back,
        name="assessment_hand_back",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/copies-rendues/annuler/",
        hand_back.hand_back_undo,
        name="hand_back_undo",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/copies-rendues/plus-tard/",
        hand_back.hand_back_later,
        name="hand_back_later",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/publier/",
        publishing.assessment_publish,
        name="assessment_publish",
    ),
    path("equipe/copies-attendues/", publishing.overdue_list, name="overdue_list"),
]
