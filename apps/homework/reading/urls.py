from django.urls import path

from apps.homework.reading import views

urlpatterns = [
    path("famille/cahier/", views.family_notebook, name="family_notebook"),
    path("eleve/cahier/", views.student_notebook, name="student_notebook"),
    path(
        "eleve/cahier/<uuid:public_id>/fait/",
        views.student_work_done,
        name="student_work_done",
    ),
]
