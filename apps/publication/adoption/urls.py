from django.urls import path

from apps.publication.adoption.views import opening, rule

urlpatterns = [
    path("equipe/reglages/<uuid:public_id>/heures/", opening.opening_edit, name="opening_edit"),
    path("equipe/reglages/<uuid:public_id>/regle/", rule.rule_adopt, name="rule_adopt"),
    path(
        "equipe/reglages/<uuid:public_id>/regle/<slug:kind>/",
        rule.exception,
        name="exception",
    ),
    path(
        "equipe/reglages/<uuid:public_id>/regle/<slug:kind>/fin/",
        rule.exception_end,
        name="exception_end",
    ),
]
