from django.urls import path

from apps.results.marks.views import grid

urlpatterns = [
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
]
