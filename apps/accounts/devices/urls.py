from django.urls import path

from apps.accounts.devices import views

# Of «Mon compte».
MINE = [
    path("appareils/", views.devices, name="devices"),
    path("appareils/fermer/", views.close_device, name="close_device"),
    path("appareils/fermer-les-autres/", views.close_other_devices, name="close_other_devices"),
]
urlpatterns = [
    path("texte/effacer/", views.erase_unsaved, name="account_erase_unsaved"),
    path("jeton/", views.token, name="account_token"),
]
