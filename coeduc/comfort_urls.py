from django.urls import path

from coeduc import comfort

app_name = "comfort"

urlpatterns = [path("", comfort.comfort, name="comfort")]
