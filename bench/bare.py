"""The floor: Django with nothing around it, one row read, a body that one of our pages sent.

Served by gunicorn beside the portal (``bench.connections``); never imported by it.
"""

from __future__ import annotations

import os
from pathlib import Path

import environ
from django.conf import settings

BODIES = {one.stem: one.read_bytes() for one in Path(os.environ["BENCH_BODIES"]).glob("*.html")}

if not settings.configured:
    settings.configure(
        SECRET_KEY="bare",  # noqa: S106 (signs nothing)
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DATABASES={
            "default": {
                **environ.Env().db_url("DATABASE_URL"),
                "CONN_MAX_AGE": 60,
                "CONN_HEALTH_CHECKS": True,
            }
        },
    )

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest, name: str) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, username, is_active FROM accounts_user LIMIT 1")
        cursor.fetchone()
    return HttpResponse(BODIES[name])


urlpatterns = [path("<str:name>/", page)]
application = get_wsgi_application()
