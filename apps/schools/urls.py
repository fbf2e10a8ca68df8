from django.urls import path

from apps.schools.people.views import restrictions, students
from apps.schools.settings.views import calendar, identity

app_name = "schools"

PUPIL = "equipe/eleves/<uuid:public_id>/"
SETTINGS = "equipe/reglages/<uuid:public_id>/"
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
    path("equipe/reglages/", identity.settings, name="settings"),
    path(f"{SETTINGS}historique/", identity.settings_history, name="settings_history"),
    path(f"{SETTINGS}etablissement/", identity.settings_identity, name="settings_identity"),
    path(f"{SETTINGS}personnes/", identity.settings_contacts, name="settings_contacts"),
    path(f"{SETTINGS}annee/", calendar.settings_year, name="settings_year"),
    path(f"{SETTINGS}calendrier/", calendar.settings_closures, name="settings_closures"),
    path(f"{SETTINGS}calendrier/remplir/", calendar.settings_fill, name="settings_fill"),
    path(f"{SETTINGS}semaines/", calendar.settings_weeks, name="settings_weeks"),
    path(
        f"{SETTINGS}semaines/proposer/",
        calendar.settings_weeks_propose,
        name="settings_weeks_propose",
    ),
    path(f"{SETTINGS}logo/", identity.settings_logo, name="settings_logo"),
    path(f"{SETTINGS}logo/oter/", identity.settings_logo_remove, name="settings_logo_remove"),
    # The same picture in each space: who may see a school depends on the space.
    path("equipe/logo/<uuid:public_id>/", identity.school_logo, name="staff_logo"),
    path("famille/logo/<uuid:public_id>/", identity.school_logo, name="family_logo"),
    path("eleve/logo/<uuid:public_id>/", identity.school_logo, name="student_logo"),
]
