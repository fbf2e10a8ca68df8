from django.urls import path

from apps.operation import views

app_name = "operation"

urlpatterns = [path("exploitation/", views.state, name="state")]
