"""One's address and one's password: allauth's page under a French address, and our own."""

from allauth.account import views as allauth_views
from django.urls import path

from apps.accounts.own_account import views

# «Mon compte», under an address of its own.
MINE = [path("", views.account, name="account")]
urlpatterns = [
    path("adresse/", views.address, name="account_address"),
    path("adresse/<str:token>/", views.confirm_address, name="account_confirm_address"),
    path("mot-de-passe/", allauth_views.password_change, name="account_change_password"),
    path("mot-de-passe/oublie/", views.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/envoye/",
        views.password_reset_done,
        name="account_reset_password_done",
    ),
    # One part each: a slug takes hyphens, and two of them in one part took the wrong one.
    path(
        "mot-de-passe/nouveau/<slug:uidb36>/<slug:key>/",
        views.new_password,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/termine/",
        views.new_password_done,
        name="account_reset_password_from_key_done",
    ),
]
