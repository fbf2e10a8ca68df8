from django.urls import path

from apps.results.holds import views

urlpatterns = [
    path("equipe/resultats/<uuid:public_id>/", views.result_decisions, name="result_decisions"),
    path("equipe/resultats/<uuid:public_id>/retenir/", views.result_hold, name="result_hold"),
    path(
        "equipe/resultats/<uuid:public_id>/retirer/",
        views.result_withdraw,
        name="result_withdraw",
    ),
    path(
        "equipe/resultats/<uuid:public_id>/republier/",
        views.result_publish_again,
        name="result_publish_again",
    ),
    path(
        "equipe/eleves/<uuid:public_id>/resultats/",
        views.student_decisions,
        name="student_decisions",
    ),
    path("equipe/retenues/", views.hold_list, name="hold_list"),
    path("equipe/retenues/<uuid:public_id>/lever/", views.hold_lift, name="hold_lift"),
    path("equipe/retraits/", views.withdrawal_list, name="withdrawal_list"),
    path("equipe/demandes/", views.request_list, name="request_list"),
    path("equipe/demandes/<uuid:public_id>/", views.request_answer, name="request_answer"),
    path(
        "equipe/demandes/<uuid:public_id>/rouvrir/",
        views.request_reopen,
        name="request_reopen",
    ),
]
