from django.urls import path

from apps.home import views

app_name = "home"

urlpatterns = [
    path("", views.start, name="start"),
    path("famille/", views.family_home, name="family_home"),
    path("eleve/", views.student_home, name="student_home"),
    path("famille/qui-peut-aider/", views.family_people, name="family_people"),
    path("eleve/qui-peut-aider/", views.student_people, name="student_people"),
    path("equipe/ma-classe/<uuid:public_id>/", views.lead_class, name="lead_class"),
    path("equipe/recherche/", views.search, name="search"),
    path("premiers-pas/", views.first_steps, name="first_steps"),
    path("premiers-pas/proposer/", views.first_steps_propose, name="first_steps_propose"),
    path("premiers-pas/je-n-y-arrive-pas/", views.stuck, name="stuck"),
    path("premiers-pas/<slug:who>/", views.first_steps_of, name="first_steps_of"),
    path("proche/", views.trusted_home, name="trusted_home"),
    path("equipe/", views.staff_home, name="staff_home"),
]
