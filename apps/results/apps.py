from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "apps.results"
    verbose_name = "évaluations"

    def ready(self) -> None:
        from apps.notices.services import register
        from apps.results.notifications import RESULTS

        register(RESULTS)
