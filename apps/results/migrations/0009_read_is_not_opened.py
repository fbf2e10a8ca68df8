from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("results", "0008_head_notified_at")]

    operations = [
        migrations.AddField(
            model_name="readmark",
            name="is_opened",
            field=models.BooleanField(default=True, verbose_name="ouvert sur sa page"),
        ),
    ]
