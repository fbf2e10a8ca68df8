from django.urls import path, register_converter

from apps.homework.notebook.views import files, lesson, load, reuse, week
from coeduc.converters import DayConverter

register_converter(DayConverter, "day")

urlpatterns = [
    path("equipe/cahier/", week.notebook_week, name="notebook_week"),
    path("equipe/cahier/ecrire/", week.lesson_other, name="lesson_other"),
    path("equipe/cahier/seances/<uuid:public_id>/", lesson.lesson_detail, name="lesson_detail"),
    path(
        "equipe/cahier/seances/<uuid:public_id>/corriger/",
        lesson.lesson_edit,
        name="lesson_edit",
    ),
    path(
        "equipe/cahier/seances/<uuid:public_id>/publier/",
        lesson.lesson_publish,
        name="lesson_publish",
    ),
    path(
        "equipe/cahier/seances/<uuid:public_id>/copier/",
        reuse.lesson_copy,
        name="lesson_copy",
    ),
    path(
        "equipe/cahier/seances/<uuid:public_id>/copier-ici/",
        reuse.lesson_copy_at_once,
        name="lesson_copy_at_once",
    ),
    path(
        "equipe/cahier/seances/<uuid:public_id>/remettre-en-brouillon/",
        reuse.lesson_back_to_draft,
        name="lesson_back_to_draft",
    ),
    path(
        "equipe/cahier/seances/<uuid:public_id>/effacer/",
        reuse.lesson_discard,
        name="lesson_discard",
    ),
    path(
        "equipe/cahier/travaux/<uuid:public_id>/annuler/",
        lesson.work_cancel,
        name="work_cancel",
    ),
    path("equipe/cahier/<uuid:public_id>/charge/", load.class_day_load, name="class_day_load"),
    path("equipe/cahier/<uuid:public_id>/<day:day>/", week.lesson_write, name="lesson_write"),
    path(
        "equipe/cahier/<uuid:public_id>/<day:day>/reprendre/",
        reuse.lesson_reuse,
        name="lesson_reuse",
    ),
    path("famille/cahier/pieces/<uuid:public_id>/", files.notebook_file, name="family_file"),
    path("eleve/cahier/pieces/<uuid:public_id>/", files.notebook_file, name="student_file"),
    path("equipe/cahier/pieces/<uuid:public_id>/", files.notebook_file, name="staff_file"),
]
