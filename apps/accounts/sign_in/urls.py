"""Coming in and leaving: allauth's pages under French addresses; what is not offered has none."""

from allauth.account import views as allauth_views
from django.urls import path

urlpatterns = [
    path("connexion/", allauth_views.login, name="account_login"),
    path("deconnexion/", allauth_views.logout, name="account_logout"),
    path("inactif/", allauth_views.account_inactive, name="account_inactive"),
    path("confirmer/", allauth_views.reauthenticate, name="account_reauthenticate"),
]
