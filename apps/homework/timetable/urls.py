from django.urls import path

from apps.homework.timetable import views

urlpatterns = [
    path("equipe/cahier/emploi-du-temps/", views.timetable, name="timetable"),
    path(
        "equipe/cahier/emploi-du-temps/utiliser/",
        views.timetable_use,
        name="timetable_use",
    ),
    path(
        "equipe/cahier/emploi-du-temps/oublier/",
        views.timetable_forget,
        name="timetable_forget",
    ),
]
