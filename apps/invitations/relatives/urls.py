from django.urls import path

from apps.invitations.relatives import views

OF_FAMILY = "famille/proches/"
OF_STUDENT = "equipe/eleves/<uuid:public_id>/proches/"

urlpatterns = [
    path(OF_FAMILY, views.trusted_list, name="trusted_list"),
    path(f"{OF_FAMILY}nouveau/", views.trusted_create, name="trusted_create"),
    path(f"{OF_FAMILY}<uuid:public_id>/code/", views.trusted_code, name="trusted_code"),
    path(f"{OF_FAMILY}<uuid:public_id>/fin/", views.trusted_end, name="trusted_end"),
    path(f"{OF_FAMILY}<uuid:public_id>/rouvrir/", views.trusted_reopen, name="trusted_reopen"),
    path("proche/<uuid:public_id>/rendre/", views.trusted_give_back, name="trusted_give_back"),
    path("eleve/proches/", views.trusted_of_pupil, name="trusted_of_pupil"),
    path(OF_STUDENT, views.trusted_of_student, name="trusted_of_student"),
    path(f"{OF_STUDENT}<uuid:access_id>/fin/", views.trusted_close, name="trusted_close"),
]
