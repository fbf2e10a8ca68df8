from django.urls import path

from apps.results.assessments import views

urlpatterns = [
    path("equipe/evaluations/", views.assessment_list, name="assessment_list"),
    path(
        "equipe/evaluations/nouvelle/",
        views.assessment_create,
        name="assessment_create",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/",
        views.assessment_detail,
        name="assessment_detail",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/modifier/",
        views.assessment_edit,
        name="assessment_edit",
    ),
    path(
        "equipe/evaluations/<uuid:public_id>/supprimer/",
        views.assessment_delete,
        name="assessment_delete",
    ),
]
