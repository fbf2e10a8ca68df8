from django.urls import path

from apps.homework.week_sheet import views

urlpatterns = [
    path("famille/cahier/semaine/", views.family_week, name="family_week"),
    path("eleve/cahier/semaine/", views.student_week, name="student_week"),
    path("equipe/cahier/papier/<uuid:public_id>/", views.class_week, name="class_week"),
    path(
        "equipe/cahier/papier/<uuid:public_id>/feuille/",
        views.class_week_pdf,
        name="class_week_pdf",
    ),
]
