"""allauth's pages under French addresses, and our own; what is not offered has none."""

from allauth.account import views
from django.urls import path

from apps.accounts.views import own_account as own
from apps.accounts.views import session

urlpatterns = [
    path("connexion/", views.login, name="account_login"),
    path("deconnexion/", session.sign_out, name="account_logout"),
    path("texte/effacer/", session.erase_unsaved, name="account_erase_unsaved"),
    path("jeton/", session.token, name="account_token"),
    path("inactif/", views.account_inactive, name="account_inactive"),
    path("adresse/", own.address, name="account_address"),
    path("adresse/<str:token>/", own.confirm_address, name="account_confirm_address"),
    path("confirmer/", views.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    path("mot-de-passe/oublie/", own.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/envoye/",
        own.password_reset_done,
        name="account_reset_password_done",
    ),
    # One part each: a slug takes hyphens, and two of them in one part took the wrong one.
    path(
        "mot-de-passe/nouveau/<slug:uidb36>/<slug:key>/",
        own.new_password,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/termine/",
        own.new_password_done,
        name="account_reset_password_from_key_done",
    ),
]
