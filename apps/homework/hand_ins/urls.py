from django.urls import path

from apps.homework.hand_ins import views

urlpatterns = [
    path(
        "eleve/cahier/<uuid:public_id>/deposer/",
        views.student_hand_in,
        name="student_hand_in",
    ),
    path(
        "eleve/cahier/depots/<uuid:public_id>/reprendre/",
        views.student_take_back,
        name="student_take_back",
    ),
    path("equipe/cahier/travaux/<uuid:public_id>/depots/", views.hand_ins, name="hand_ins"),
    path(
        "equipe/cahier/travaux/<uuid:public_id>/depots/tout/",
        views.hand_ins_archive,
        name="hand_ins_archive",
    ),
]
