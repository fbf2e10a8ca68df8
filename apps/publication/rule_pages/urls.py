from django.urls import path

from apps.publication.rule_pages import views

urlpatterns = [
    path("famille/regles/", views.rule_list, name="family_rules"),
    path("eleve/regles/", views.rule_list, name="student_rules"),
    path("equipe/regles/", views.rule_list, name="staff_rules"),
]
