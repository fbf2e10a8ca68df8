"""Addresses of the development mail catcher; included only where development pages exist."""

from django.urls import path

from apps.notices import views

app_name = "notices"
urlpatterns = [
    path("courriels/", views.mail_list, name="mail_list"),
    path("courriels/<slug:file>/<int:rank>/", views.mail_detail, name="mail_detail"),
]
