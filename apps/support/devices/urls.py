from django.urls import path

from apps.support.devices import views

urlpatterns = [
    path("equipe/aides/", views.device_list, name="device_list"),
    path("equipe/aides/<uuid:public_id>/ajouter/", views.device_open, name="device_open"),
    path("equipe/aides/<uuid:public_id>/modifier/", views.device_edit, name="device_edit"),
    path("equipe/aides/<uuid:public_id>/fermer/", views.device_close, name="device_close"),
    path("equipe/aides/<uuid:public_id>/rouvrir/", views.device_reopen, name="device_reopen"),
]
