"""allauth's pages under French addresses, and our own; what is not offered has none."""

from allauth.account import views
from django.urls import path

from apps.accounts import views as own

urlpatterns = [
    path("connexion/", views.login, name="account_login"),
    path("deconnexion/", views.logout, name="account_logout"),
    path("inactif/", views.account_inactive, name="account_inactive"),
    path("adresse/", own.address, name="account_address"),
    path("adresse/<str:token>/", own.confirm_address, name="account_confirm_address"),
    path("confirmer/", views.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    path("mot-de-passe/oublie/", views.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/envoye/",
        views.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "mot-de-passe/nouveau/<slug:uidb36>-<slug:key>/",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/termine/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
