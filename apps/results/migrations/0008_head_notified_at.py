from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("results", "0007_facts_tell_that_they_change")]

    operations = [
        migrations.RemoveIndex(model_name="talkrequest", name="talk_to_tell_the_head"),
        migrations.RenameField(
            model_name="talkrequest", old_name="head_told_at", new_name="head_notified_at"
        ),
        migrations.AddIndex(
            model_name="talkrequest",
            index=models.Index(
                condition=models.Q(
                    ("answered_at", None), ("head_notified_at", None), ("taken_back_at", None)
                ),
                fields=["head_from"],
                name="talk_to_tell_the_head",
            ),
        ),
    ]
