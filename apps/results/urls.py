from django.urls import path

from apps.results.views import hand_back, readers, staff

app_name = "results"

urlpatterns = [
    path("famille/resultats/", readers.family_results, name="family_results"),
    path(
        "famille/resultats/<uuid:public_id>/",
        readers.family_result_detail,
        name="family_result_detail",
    ),
    path("eleve/resultats/", readers.student_results, name="student_results"),
    path(
        "eleve/resultats/<uuid:public_id>/",
        readers.student_result_detail,
        name="student_result_detail",
    ),
    path("equipe/evaluations/", staff.assessment_list, name="assessment_list"),
    path("equipe/evaluations/nouvelle/", staff.assessment_create, name="assessment_create"),
    path("equipe/evaluations/<uuid:public_id>/", staff.assessment_detail, name="assessment_detail"),
    path(
        "equipe/evaluations/<uuid:public_id>/modifier/",
        staff.assessment_edit,
        name="assessment_edit",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/notes/",
        staff.assessment_marks,
        name="assessment_marks",
    ),
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
]
