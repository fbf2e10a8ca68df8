"""Addresses of the import page, under /equipe/import/."""

from django.urls import path

from apps.schools.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("<uuid:public_id>/", views.batch_detail, name="batch_detail"),
    path("<uuid:public_id>/confirmer/", views.batch_confirm, name="batch_confirm"),
    path("<uuid:public_id>/relire/", views.batch_reread, name="batch_reread"),
    path("<uuid:public_id>/abandonner/", views.batch_cancel, name="batch_cancel"),
]
