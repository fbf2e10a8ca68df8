"""The Celery application: a bell that rings; what is due is a row in PostgreSQL."""

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init

from coeduc import portal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")

app = Celery("coeduc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(lambda: portal.task_modules(), related_name=None)


@celeryd_init.connect
def _take_the_time(**_facts: Any) -> None:
    """Tasks have limits of their own; the one of a page's statements is not for them."""
    from coeduc.database import without_statement_timeout  # noqa: PLC0415 (Django comes first)

    without_statement_timeout()
