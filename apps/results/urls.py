from django.urls import include, path

app_name = "results"

urlpatterns = [
    path("", include("apps.results.assessments.urls")),
    path("", include("apps.results.holds.urls")),
    path("", include("apps.results.marks.urls")),
    path("", include("apps.results.reading.urls")),
    path("", include("apps.results.hand_backs.urls")),
    path("", include("apps.results.words.urls")),
]
