"""Addresses of the development mail catcher; included only where development pages exist."""

from django.urls import path

from apps.notices.mailbox import views as mailbox_views

app_name = "notices"
urlpatterns = [
    path("courriels/", mailbox_views.mail_list, name="mail_list"),
    path("courriels/<slug:file>/<int:rank>/", mailbox_views.mail_detail, name="mail_detail"),
]
