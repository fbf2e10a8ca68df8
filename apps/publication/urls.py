from django.urls import path

from apps.publication import rule_views, simulator_views, views

app_name = "publication"

urlpatterns = [
    path("famille/regles/", views.rule_list, name="family_rules"),
    path("eleve/regles/", views.rule_list, name="student_rules"),
    path("equipe/regles/", views.rule_list, name="staff_rules"),
    path("equipe/reglages/<uuid:public_id>/heures/", views.opening_edit, name="opening_edit"),
    path("equipe/reglages/<uuid:public_id>/regle/", rule_views.rule_adopt, name="rule_adopt"),
    path(
        "equipe/reglages/<uuid:public_id>/regle/<slug:kind>/",
        rule_views.exception,
        name="exception",
    ),
    path(
        "equipe/reglages/<uuid:public_id>/regle/<slug:kind>/fin/",
        rule_views.exception_end,
        name="exception_end",
    ),
    path(
        "equipe/reglages/<uuid:public_id>/simulateur/", simulator_views.simulator, name="simulator"
    ),
    path(
        "equipe/reglages/<uuid:public_id>/simulateur/feuille/",
        simulator_views.simulator_pdf,
        name="simulator_pdf",
    ),
]
