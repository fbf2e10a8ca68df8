from django.urls import include, path

app_name = "publication"

urlpatterns = [
    path("", include("apps.publication.adoption.urls")),
    path("", include("apps.publication.rule_pages.urls")),
    path("", include("apps.publication.simulator.urls")),
]
