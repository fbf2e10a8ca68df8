"""A cell emptied before anybody could read it is a state, that never appears."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0002_care_words_and_skills"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="resultversion",
            name="a_mark_or_a_status_or_levels",
        ),
        migrations.AddConstraint(
            model_name="resultversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("value__isnull", False), ("status", "")),
                    models.Q(
                        ("value", None), models.Q(("status", ""), _negated=True), ("levels", [])
                    ),
                    models.Q(
                        ("value", None), ("status", ""), models.Q(("levels", []), _negated=True)
                    ),
                    models.Q(
                        ("levels", []),
                        ("status", ""),
                        ("value", None),
                        ("guardian_release_at", None),
                        ("student_release_at", None),
                    ),
                    _connector="OR",
                ),
                name="a_mark_or_a_status_or_levels",
            ),
        ),
    ]
