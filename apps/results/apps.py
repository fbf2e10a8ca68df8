from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "apps.results"
    verbose_name = "évaluations"

    def ready(self) -> None:
        from apps.notices.outbox.services.writing import register
        from apps.publication import changes
        from apps.publication.release import services as release_services
        from apps.publication.sources import register_past
        from apps.results.announcements.services import RESULTS
        from apps.results.assessments.services.wording import WORDINGS
        from apps.results.release.services.patience import LATE_COPIES, PUBLISHED_BY_HEAD
        from apps.results.release.services.recompute import FOLLOWER, follow_calendar
        from apps.results.release.services.replay import PAST
        from apps.results.words.services.talk import TALK_REQUEST
        from apps.schools.settings.services import calendar

        for kind in (RESULTS, LATE_COPIES, PUBLISHED_BY_HEAD, TALK_REQUEST):
            register(kind)
        register_past(PAST)
        changes.register(FOLLOWER)
        release_services.register(WORDINGS)
        calendar.on_change(follow_calendar)
