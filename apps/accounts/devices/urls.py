from django.urls import path

from apps.accounts.devices import views

urlpatterns = [
    path("texte/effacer/", views.erase_unsaved, name="account_erase_unsaved"),
    path("jeton/", views.token, name="account_token"),
]
