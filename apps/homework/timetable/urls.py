from django.urls import path

from apps.homework.timetable.views import reading, setting

urlpatterns = [
    path("equipe/cahier/emploi-du-temps/", setting.timetable, name="timetable"),
    path(
        "equipe/cahier/emploi-du-temps/utiliser/",
        setting.timetable_use,
        name="timetable_use",
    ),
    path(
        "equipe/cahier/emploi-du-temps/oublier/",
        setting.timetable_forget,
        name="timetable_forget",
    ),
    path("famille/emploi-du-temps/", reading.family_timetable, name="family_timetable"),
    path("eleve/emploi-du-temps/", reading.student_timetable, name="student_timetable"),
]
