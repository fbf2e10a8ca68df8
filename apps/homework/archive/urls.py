from django.urls import path

from apps.homework.archive import views

urlpatterns = [
    path("equipe/cahier/archives/", views.archive_list, name="archive_list"),
    path(
        "equipe/cahier/archives/<uuid:public_id>/",
        views.archive_class,
        name="archive_class",
    ),
    path(
        "equipe/cahier/archives/<uuid:public_id>/fichiers/",
        views.export_progress,
        name="export_progress",
    ),
    path(
        "equipe/cahier/archives/<uuid:public_id>/demander/",
        views.export_ask,
        name="export_ask",
    ),
    path(
        "equipe/cahier/archives/fichiers/<uuid:public_id>/",
        views.export_file,
        name="export_file",
    ),
]
