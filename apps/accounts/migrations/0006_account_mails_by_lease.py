"""Mails about accounts are taken as every other work: under a token, in turn, given up once."""

from typing import Any

from django.db import migrations, models


def let_go(apps: Any, _schema_editor: Any) -> None:
    """What a worker holds while this is deployed has no token: it is taken again."""
    mails = apps.get_model("accounts", "AccountMail").objects
    mails.exclude(leased_until=None).update(leased_until=None)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_mails_to_nobody"),
    ]

    operations = [
        migrations.AddField(
            model_name="accountmail",
            name="claimed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="accountmail",
            name="lease",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="accountmail",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="accountmail",
            name="leased_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="accountmail",
            index=models.Index(
                fields=["network_digest", "-claimed_at"], name="account_mail_served"
            ),
        ),
        migrations.RunPython(let_go, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="accountmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease", None), ("leased_until", None)),
                    models.Q(("lease__isnull", False), ("leased_until__isnull", False)),
                    _connector="OR",
                ),
                name="account_mail_lease_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountmail",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("lease", None), _connector="OR"),
                name="account_mail_ended_holds_no_lease",
            ),
        ),
    ]
