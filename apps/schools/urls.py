from django.urls import include, path

app_name = "schools"

urlpatterns = [
    path("", include("apps.schools.people.urls")),
    path("", include("apps.schools.lists.urls")),
    path("", include("apps.schools.settings.urls")),
    path("", include("apps.schools.team.urls")),
]
