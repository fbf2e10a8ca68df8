from django.urls import path, register_converter

from apps.homework.archive import views as archive_views
from apps.homework.feeds import views as feeds_views
from apps.homework.hand_ins import views as hand_ins_views
from apps.homework.load.views import cap, loads
from apps.homework.notebook.views import again, files, lesson, week
from apps.homework.reading import views as reading_views
from apps.homework.timetable import views as timetable_views
from apps.homework.week_sheet import views as week_sheet_views
from coeduc.converters import DayConverter

app_name = "homework"
register_converter(DayConverter, "day")

urlpatterns = [
    path("famille/cahier/", reading_views.family_notebook, name="family_notebook"),
    path("eleve/cahier/", reading_views.student_notebook, name="student_notebook"),
    path(
        "eleve/cahier/<uuid:public_id>/fait/",
        reading_views.student_work_done,
        name="student_work_done",
    ),
    path("equipe/cahier/", week.notebook_week, name="notebook_week"),
    path("equipe/cahier/ecrire/", week.lesson_other, name="lesson_other"),
    path("equipe/cahier/charge/<uuid:public_id>/", loads.class_load, name="class_load"),
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
        again.lesson_copy,
        name="lesson_copy",
    ),
    path(
        "equipe/cahier/travaux/<uuid:public_id>/annuler/",
        lesson.work_cancel,
        name="work_cancel",
    ),
    path("equipe/cahier/<uuid:public_id>/charge/", loads.class_day_load, name="class_day_load"),
    path("equipe/cahier/<uuid:public_id>/<day:day>/", week.lesson_write, name="lesson_write"),
    path(
        "equipe/cahier/<uuid:public_id>/<day:day>/reprendre/",
        again.lesson_reuse,
        name="lesson_reuse",
    ),
    path("famille/cahier/semaine/", week_sheet_views.family_week, name="family_week"),
    path("eleve/cahier/semaine/", week_sheet_views.student_week, name="student_week"),
    path("equipe/cahier/papier/<uuid:public_id>/", week_sheet_views.class_week, name="class_week"),
    path(
        "equipe/cahier/papier/<uuid:public_id>/feuille/",
        week_sheet_views.class_week_pdf,
        name="class_week_pdf",
    ),
    path("equipe/cahier/emploi-du-temps/", timetable_views.timetable, name="timetable"),
    path(
        "equipe/cahier/emploi-du-temps/utiliser/",
        timetable_views.timetable_use,
        name="timetable_use",
    ),
    path(
        "equipe/cahier/emploi-du-temps/oublier/",
        timetable_views.timetable_forget,
        name="timetable_forget",
    ),
    path("equipe/cahier/archives/", archive_views.archive_list, name="archive_list"),
    path(
        "equipe/cahier/archives/<uuid:public_id>/",
        archive_views.archive_class,
        name="archive_class",
    ),
    path(
        "equipe/cahier/archives/<uuid:public_id>/fichiers/",
        archive_views.export_progress,
        name="export_progress",
    ),
    path(
        "equipe/cahier/archives/<uuid:public_id>/demander/",
        archive_views.export_ask,
        name="export_ask",
    ),
    path(
        "equipe/cahier/archives/fichiers/<uuid:public_id>/",
        archive_views.export_file,
        name="export_file",
    ),
    path("famille/cahier/pieces/<uuid:public_id>/", files.notebook_file, name="family_file"),
    path("eleve/cahier/pieces/<uuid:public_id>/", files.notebook_file, name="student_file"),
    path("equipe/cahier/pieces/<uuid:public_id>/", files.notebook_file, name="staff_file"),
    path(
        "eleve/cahier/<uuid:public_id>/deposer/",
        hand_ins_views.student_hand_in,
        name="student_hand_in",
    ),
    path(
        "eleve/cahier/depots/<uuid:public_id>/reprendre/",
        hand_ins_views.student_take_back,
        name="student_take_back",
    ),
    path(
        "equipe/cahier/travaux/<uuid:public_id>/depots/", hand_ins_views.hand_ins, name="hand_ins"
    ),
    path(
        "equipe/cahier/travaux/<uuid:public_id>/depots/tout/",
        hand_ins_views.hand_ins_archive,
        name="hand_ins_archive",
    ),
    path("equipe/reglages/<uuid:public_id>/travail/", cap.settings_cap, name="settings_cap"),
    path("famille/agenda/", feeds_views.family_feed, name="family_feed"),
    path("famille/agenda/fermer/", feeds_views.family_feed_close, name="family_feed_close"),
    path("eleve/agenda/", feeds_views.student_feed, name="student_feed"),
    path("eleve/agenda/fermer/", feeds_views.student_feed_close, name="student_feed_close"),
    path("agenda/<str:secret>.ics", feeds_views.feed_calendar, name="feed_calendar"),
]
