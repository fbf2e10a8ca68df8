"""The project as the last app: when it is ready, every other one is."""

from django.apps import AppConfig


class Portal(AppConfig):
    name = "coeduc"
    verbose_name = "coeduc"

    def ready(self) -> None:
        from django.conf import settings
        from django.core.checks import Tags, register

        from coeduc import portal
        from coeduc.celery import app
        from coeduc.pooled import limits_of_the_role

        register(limits_of_the_role, Tags.database)
        portal.collect()
        # A test that kills workers names its own bells.
        app.conf.beat_schedule = (
            getattr(settings, "CELERY_BEAT_SCHEDULE", None) or portal.beat_schedule()
        )
        app.conf.task_routes = portal.task_routes()
