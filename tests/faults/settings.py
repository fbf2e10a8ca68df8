"""A worker that is about to be killed: fast bells, a slow mail server, short leases."""

from coeduc.settings.base import env
from coeduc.settings.test import *  # noqa: F403

EMAIL_BACKEND = "tests.faults.slow_mail.EmailBackend"
EMAIL_FILE_PATH = env.str("FAULTS_DIR") + "/mails"
EMAIL_TIMEOUT = 1
CELERY_BEAT_SCHEDULE_FILENAME = env.str("FAULTS_DIR") + "/schedule"
CELERY_BEAT_SCHEDULE = {
    "announce": {"task": "apps.results.announcements.tasks.announce", "schedule": 0.5},
    "drain": {
        "task": "apps.notices.outbox.tasks.drain_outbox",
        "schedule": 0.5,
        "kwargs": {"batch": 10, "lease_seconds": 3},
    },
}
