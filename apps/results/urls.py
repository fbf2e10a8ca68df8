from django.urls import path

from apps.results.assessments import views as assessments_views
from apps.results.holds import views as holds_views
from apps.results.marks.views import grid
from apps.results.reading.views import family, student
from apps.results.release.views import hand_back, publishing
from apps.results.words import views as words_views

app_name = "results"

urlpatterns = [
    path("famille/resultats/", family.family_results, name="family_results"),
    path("famille/resultats/lus/", family.family_results_read, name="family_results_read"),
    path("famille/resultats/imprimer/", family.family_results_print, name="family_results_print"),
    path(
        "famille/resultats/<uuid:public_id>/",
        family.family_result_detail,
        name="family_result_detail",
    ),
    path(
        "famille/resultats/<uuid:public_id>/reponse/",
        family.family_result_answer,
        name="family_result_answer",
    ),
    path(
        "famille/resultats/<uuid:public_id>/lu/",
        family.family_result_read,
        name="family_result_read",
    ),
    path("eleve/resultats/", student.student_results, name="student_results"),
    path("eleve/resultats/lus/", student.student_results_read, name="student_results_read"),
    path("eleve/resultats/imprimer/", student.student_results_print, name="student_results_print"),
    path(
        "eleve/resultats/<uuid:public_id>/",
        student.student_result_detail,
        name="student_result_detail",
    ),
    path(
        "eleve/resultats/<uuid:public_id>/lu/",
        student.student_result_read,
        name="student_result_read",
    ),
    path(
        "eleve/resultats/<uuid:public_id>/mot/",
        student.student_result_word,
        name="student_result_word",
    ),
    path(
        "eleve/resultats/<uuid:public_id>/mot/retirer/",
        student.student_word_remove,
        name="student_word_remove",
    ),
    path(
        "eleve/resultats/<uuid:public_id>/parler/",
        student.student_result_talk,
        name="student_result_talk",
    ),
    path(
        "eleve/resultats/<uuid:public_id>/parler/retirer/",
        student.student_talk_remove,
        name="student_talk_remove",
    ),
    path("equipe/resultats/<uuid:public_id>/", holds_views.result_care, name="result_care"),
    path("equipe/resultats/<uuid:public_id>/retenir/", holds_views.result_hold, name="result_hold"),
    path(
        "equipe/resultats/<uuid:public_id>/retirer/",
        holds_views.result_withdraw,
        name="result_withdraw",
    ),
    path(
        "equipe/resultats/<uuid:public_id>/republier/",
        holds_views.result_publish_again,
        name="result_publish_again",
    ),
    path(
        "equipe/eleves/<uuid:public_id>/resultats/", holds_views.student_care, name="student_care"
    ),
    path("equipe/retenues/", holds_views.hold_list, name="hold_list"),
    path("equipe/retenues/<uuid:public_id>/lever/", holds_views.hold_lift, name="hold_lift"),
    path("equipe/retraits/", holds_views.withdrawal_list, name="withdrawal_list"),
    path("equipe/demandes/", holds_views.request_list, name="request_list"),
    path("equipe/familles-qui-aimeraient-parler/", words_views.talk_list, name="talk_list"),
    path(
        "equipe/resultats/<uuid:public_id>/parle/<uuid:guardian_id>/",
        words_views.talk_over,
        name="talk_over",
    ),
    path("equipe/demandes/<uuid:public_id>/", holds_views.request_answer, name="request_answer"),
    path(
        "equipe/demandes/<uuid:public_id>/rouvrir/",
        holds_views.request_reopen,
        name="request_reopen",
    ),
    path("equipe/evaluations/", assessments_views.assessment_list, name="assessment_list"),
    path(
        "equipe/evaluations/nouvelle/",
        assessments_views.assessment_create,
        name="assessment_create",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/",
        assessments_views.assessment_detail,
        name="assessment_detail",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/modifier/",
        assessments_views.assessment_edit,
        name="assessment_edit",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/supprimer/",
        assessments_views.assessment_delete,
        name="assessment_delete",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/notes/",
        grid.assessment_marks,
        name="assessment_marks",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/notes/lignes/",
        grid.marks_save,
        name="marks_save",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/notes/fichier/",
        grid.marks_sheet,
        name="marks_sheet",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/notes/modele/",
        grid.marks_template,
        name="marks_template",
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
