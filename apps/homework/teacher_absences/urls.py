from django.urls import path

from apps.homework.teacher_absences import views

urlpatterns = [
    path("equipe/professeurs-absents/", views.absence_list, name="absence_list"),
    path("equipe/professeurs-absents/noter/", views.absence_add, name="absence_add"),
    path(
        "equipe/professeurs-absents/<uuid:public_id>/",
        views.absence_detail,
        name="absence_detail",
    ),
    path(
        "equipe/professeurs-absents/<uuid:public_id>/retirer/",
        views.absence_withdraw,
        name="absence_withdraw",
    ),
]
