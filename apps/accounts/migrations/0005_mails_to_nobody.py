"""A mail that told an address without account: counted by network."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_limits")]

    operations = [
        migrations.AddField(
            model_name="accountmail",
            name="to_nobody",
            field=models.BooleanField(default=False, verbose_name="à une adresse sans compte"),
        ),
    ]
