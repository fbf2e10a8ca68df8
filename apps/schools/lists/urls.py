from django.urls import path

from apps.schools.lists import views

LISTS = "equipe/listes/"
ROLL = f"{LISTS}<slug:kind>/<uuid:public_id>/"

urlpatterns = [
    path(LISTS, views.list_list, name="list_list"),
    path(f"{LISTS}telephones/", views.phone_printings, name="phone_printings"),
    path(ROLL, views.list_detail, name="list_detail"),
    path(f"{ROLL}telephones/", views.list_phones, name="list_phones"),
]
