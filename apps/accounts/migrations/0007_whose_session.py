"""A session says whose it is. The table is Django's: it stays, with the sessions that are open."""

import datetime as dt
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import migrations, models

from coeduc.session_store import SessionStore

TABLE = "django_session"


class CreateUnlessThere(migrations.CreateModel):
    """Nothing to make where Django's own application made it."""

    def database_forwards(self, app_label: Any, schema_editor: Any, *states: Any) -> None:
        if TABLE not in schema_editor.connection.introspection.table_names():
            super().database_forwards(app_label, schema_editor, *states)


def say_whose(apps: Any, _schema_editor: Any) -> None:
    """When they were opened is told by the day of their end."""
    sessions = apps.get_model("accounts", "Session").objects
    known = set(apps.get_model("accounts", "User").objects.values_list("pk", flat=True))
    lasting = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    store = SessionStore()
    for row in sessions.iterator(chunk_size=500):
        user = int(store.decode(row.session_data).get(SESSION_KEY) or 0)
        if user in known:
            row.user_id, row.opened_at = user, row.expire_date - lasting
            row.used_at = row.opened_at
            row.save(update_fields=["user", "opened_at", "used_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_account_mails_by_lease"),
    ]

    operations = [
        CreateUnlessThere(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="clé"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "db_table": TABLE,
            },
        ),
        migrations.AddField(
            model_name="session",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ouverte le"),
        ),
        migrations.AddField(
            model_name="session",
            name="used_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="dernier usage"),
        ),
        migrations.AddField(
            model_name="session",
            name="device",
            field=models.CharField(blank=True, max_length=40, verbose_name="appareil"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(
                condition=models.Q(("user", None), _negated=True),
                fields=["user", "-used_at"],
                name="session_of_a_person",
            ),
        ),
        migrations.RunPython(say_whose, migrations.RunPython.noop),
    ]
