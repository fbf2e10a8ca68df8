from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "apps.publication"
    verbose_name = "règles"

    def ready(self) -> None:
        from apps.publication.simulator.services import follow_calendar
        from apps.schools.settings.services import calendar

        calendar.on_change(follow_calendar)
