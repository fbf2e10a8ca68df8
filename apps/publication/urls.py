from django.urls import path

from apps.publication import views

app_name = "publication"

urlpatterns = [
    path("famille/regles/", views.rule_list, name="family_rules"),
    path("eleve/regles/", views.rule_list, name="student_rules"),
    path("equipe/regles/", views.rule_list, name="staff_rules"),
    path("equipe/reglages/<uuid:public_id>/heures/", views.opening_edit, name="opening_edit"),
    path("equipe/reglages/<uuid:public_id>/regle/", views.rule_adopt, name="rule_adopt"),
]
