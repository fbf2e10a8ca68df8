from django.urls import path

from apps.demo import views as demo_views

app_name = "demo"

urlpatterns = [
    path("heure/", demo_views.move_clock, name="move_clock"),
    path("personne/", demo_views.change_person, name="change_person"),
]
