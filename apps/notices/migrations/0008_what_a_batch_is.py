from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0007_ways_in_leave")]

    operations = [
        # Until now every letter carried a code.
        migrations.AddField(
            model_name="letterbatch",
            name="kind",
            field=models.CharField(default="access_codes", max_length=30, verbose_name="sorte"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="letterbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", ""), _negated=True),
                name="letter_batch_says_what_it_is",
            ),
        ),
    ]
