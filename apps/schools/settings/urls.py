from django.urls import path

from apps.schools.settings.views import calendar, identity

SETTINGS = "equipe/reglages/<uuid:public_id>/"

urlpatterns = [
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
