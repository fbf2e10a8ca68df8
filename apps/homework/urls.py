from django.urls import path, register_converter

from apps.homework.converters import DayConverter
from apps.homework.views import (
    archive,
    cap,
    feeds,
    files,
    hand_in,
    readers,
    staff,
    staff_again,
    staff_lesson,
    staff_load,
    timetable,
    week_sheet,
)

app_name = "homework"
register_converter(DayConverter, "day")

urlpatterns = [
    path("famille/cahier/", readers.family_notebook, name="family_notebook"),
    path("eleve/cahier/", readers.student_notebook, name="student_notebook"),
    path(
        "eleve/cahier/<uuid:public_id>/fait/", readers.student_work_done, name="student_work_done"
    ),
    path("equipe/cahier/", staff.notebook_week, name="notebook_week"),
    path("equipe/cahier/ecrire/", staff.lesson_other, name="lesson_other"),
    path("equipe/cahier/charge/<uuid:public_id>/", staff_load.class_load, name="class_load"),
    path(
        "equipe/cahier/seances/<uuid:public_id>/", staff_lesson.lesson_detail, name="lesson_detail"
    ),
    path(
        "equipe/cahier/seances/<uuid:public_id>/corriger/",
        staff_lesson.lesson_edit,
        name="lesson_edit",
    ),
    path(
        "equipe/cahier/seances/<uuid:public_id>/publier/",
        staff_lesson.lesson_publish,
        name="lesson_publish",
    ),
    path(
        "equipe/cahier/seances/<uuid:public_id>/copier/",
        staff_again.lesson_copy,
        name="lesson_copy",
    ),
    path(
        "equipe/cahier/travaux/<uuid:public_id>/annuler/",
        staff_lesson.work_cancel,
        name="work_cancel",
    ),
    path(
        "equipe/cahier/<uuid:public_id>/charge/", staff_load.class_day_load, name="class_day_load"
    ),
    path("equipe/cahier/<uuid:public_id>/<day:day>/", staff.lesson_write, name="lesson_write"),
    path(
        "equipe/cahier/<uuid:public_id>/<day:day>/reprendre/",
        staff_again.lesson_reuse,
        name="lesson_reuse",
    ),
    path("famille/cahier/semaine/", week_sheet.family_week, name="family_week"),
    path("eleve/cahier/semaine/", week_sheet.student_week, name="student_week"),
    path("equipe/cahier/papier/<uuid:public_id>/", week_sheet.class_week, name="class_week"),
    path(
        "equipe/cahier/papier/<uuid:public_id>/feuille/",
        week_sheet.class_week_pdf,
        name="class_week_pdf",
    ),
    path("equipe/cahier/emploi-du-temps/", timetable.timetable, name="timetable"),
    path("equipe/cahier/emploi-du-temps/utiliser/", timetable.timetable_use, name="timetable_use"),
    path(
        "equipe/cahier/emploi-du-temps/oublier/",
        timetable.timetable_forget,
        name="timetable_forget",
    ),
    path("equipe/cahier/archives/", archive.archive_list, name="archive_list"),
    path("equipe/cahier/archives/<uuid:public_id>/", archive.archive_class, name="archive_class"),
    path(
        "equipe/cahier/archives/<uuid:public_id>/fichiers/",
        archive.export_progress,
        name="export_progress",
    ),
    path(
        "equipe/cahier/archives/<uuid:public_id>/demander/", archive.export_ask, name="export_ask"
    ),
    path(
        "equipe/cahier/archives/fichiers/<uuid:public_id>/", archive.export_file, name="export_file"
    ),
    path("famille/cahier/pieces/<uuid:public_id>/", files.notebook_file, name="family_file"),
    path("eleve/cahier/pieces/<uuid:public_id>/", files.notebook_file, name="student_file"),
    path("equipe/cahier/pieces/<uuid:public_id>/", files.notebook_file, name="staff_file"),
    path("eleve/cahier/<uuid:public_id>/deposer/", hand_in.student_hand_in, name="student_hand_in"),
    path(
        "eleve/cahier/depots/<uuid:public_id>/reprendre/",
        hand_in.student_take_back,
        name="student_take_back",
    ),
    path("equipe/cahier/travaux/<uuid:public_id>/depots/", hand_in.hand_ins, name="hand_ins"),
    path(
        "equipe/cahier/travaux/<uuid:public_id>/depots/tout/",
        hand_in.hand_ins_archive,
        name="hand_ins_archive",
    ),
    path("equipe/reglages/<uuid:public_id>/travail/", cap.settings_cap, name="settings_cap"),
    path("famille/agenda/", feeds.family_feed, name="family_feed"),
    path("famille/agenda/fermer/", feeds.family_feed_close, name="family_feed_close"),
    path("eleve/agenda/", feeds.student_feed, name="student_feed"),
    path("eleve/agenda/fermer/", feeds.student_feed_close, name="student_feed_close"),
    path("agenda/<str:secret>.ics", feeds.feed_calendar, name="feed_calendar"),
]
