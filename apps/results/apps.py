from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "apps.results"
    verbose_name = "évaluations"

    def ready(self) -> None:
        from apps.notices.services import register
        from apps.publication import changes
        from apps.publication.sources import register_past
        from apps.results.notifications import RESULTS
        from apps.results.replay_facts import last_term
        from apps.results.services.patience import LATE_COPIES, PUBLISHED_BY_HEAD
        from apps.results.services.recompute import FOLLOWER, follow_calendar
        from apps.results.services.talk import TALK_REQUEST
        from apps.schools.services import calendar

        for kind in (RESULTS, LATE_COPIES, PUBLISHED_BY_HEAD, TALK_REQUEST):
            register(kind)
        register_past(last_term)
        changes.register(FOLLOWER)
        calendar.on_change(follow_calendar)
