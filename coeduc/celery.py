"""The Celery application: a bell that rings; what is due is a row in PostgreSQL."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")

app = Celery("coeduc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
