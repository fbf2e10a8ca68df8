from django.urls import path

from apps.homework.load.views import cap, loads

urlpatterns = [
    path("equipe/cahier/charge/<uuid:public_id>/", loads.class_load, name="class_load"),
    path("equipe/reglages/<uuid:public_id>/travail/", cap.settings_cap, name="settings_cap"),
]
