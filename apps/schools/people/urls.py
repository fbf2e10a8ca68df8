from django.urls import path

from apps.schools.people.views import restrictions, students

PUPIL = "equipe/eleves/<uuid:public_id>/"
ACCESS = f"{PUPIL}acces/<uuid:guardian_id>/"

urlpatterns = [
    path("equipe/eleves/", students.student_list, name="student_list"),
    path(PUPIL, students.student_detail, name="student_detail"),
    path("equipe/acces-coupes/", restrictions.restriction_list, name="restriction_list"),
    path(ACCESS, restrictions.restriction_detail, name="restriction_detail"),
    path(f"{ACCESS}couper/", restrictions.restriction_create, name="restriction_create"),
    path(f"{ACCESS}retablir/", restrictions.restriction_lift, name="restriction_lift"),
    path(
        f"{ACCESS}retablir/confirmer/",
        restrictions.restriction_confirm,
        name="restriction_confirm",
    ),
    path(f"{ACCESS}retablir/ecarter/", restrictions.restriction_refuse, name="restriction_refuse"),
]
