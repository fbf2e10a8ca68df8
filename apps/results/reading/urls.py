from django.urls import path

from apps.results.reading.views import family, student

urlpatterns = [
    path("famille/resultats/", family.family_results, name="family_results"),
    path("famille/resultats/lus/", family.family_results_read, name="family_results_read"),
    path(
        "famille/resultats/lus/annuler/",
        family.family_results_unread,
        name="family_results_unread",
    ),
    path("famille/resultats/imprimer/", family.family_results_print, name="family_results_print"),
    path("famille/resultats/imprimer/pdf/", family.family_results_pdf, name="family_results_pdf"),
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
    path(
        "eleve/resultats/lus/annuler/",
        student.student_results_unread,
        name="student_results_unread",
    ),
    path("eleve/resultats/imprimer/", student.student_results_print, name="student_results_print"),
    path("eleve/resultats/imprimer/pdf/", student.student_results_pdf, name="student_results_pdf"),
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
]
