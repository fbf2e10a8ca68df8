from django.urls import path

from apps.invitations.activation import views

urlpatterns = [
    path("compte/activer/", views.activate, name="activate"),
    path("compte/activer/preuve/", views.prove, name="prove"),
    path("compte/activer/compte/", views.account, name="account"),
    path("compte/activer/rattacher/", views.attach, name="attach"),
    path("compte/nouveau-mot-de-passe/", views.new_password, name="new_password"),
    path(
        "compte/nouveau-mot-de-passe/choisir/",
        views.choose_password,
        name="choose_password",
    ),
    path("compte/bienvenue/", views.welcome, name="welcome"),
]
