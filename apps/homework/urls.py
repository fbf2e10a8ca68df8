from django.urls import include, path

app_name = "homework"

urlpatterns = [
    path("", include("apps.homework.archive.urls")),
    path("", include("apps.homework.feeds.urls")),
    path("", include("apps.homework.hand_ins.urls")),
    path("", include("apps.homework.load.urls")),
    path("", include("apps.homework.notebook.urls")),
    path("", include("apps.homework.reading.urls")),
    path("", include("apps.homework.teacher_absences.urls")),
    path("", include("apps.homework.timetable.urls")),
    path("", include("apps.homework.week_sheet.urls")),
]
