from django.urls import path

from coeduc import gallery

app_name = "gallery"

urlpatterns = [path("", gallery.gallery, name="gallery")]
