from django.urls import path

from apps.publication.rule_pages.views import adopting, reading

urlpatterns = [
    path("famille/regles/", reading.rule_list, name="family_rules"),
    path("eleve/regles/", reading.rule_list, name="student_rules"),
    path("equipe/regles/", reading.rule_list, name="staff_rules"),
    path("equipe/reglages/<uuid:public_id>/heures/", reading.opening_edit, name="opening_edit"),
    path("equipe/reglages/<uuid:public_id>/regle/", adopting.rule_adopt, name="rule_adopt"),
    path(
        "equipe/reglages/<uuid:public_id>/regle/<slug:kind>/",
        adopting.exception,
        name="exception",
    ),
    path(
        "equipe/reglages/<uuid:public_id>/regle/<slug:kind>/fin/",
        adopting.exception_end,
        name="exception_end",
    ),
]
