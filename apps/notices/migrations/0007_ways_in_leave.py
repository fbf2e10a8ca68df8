from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("invitations", "0001_ways_in"),
        ("notices", "0006_code_given_on_the_server"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="AccessCode"),
                migrations.DeleteModel(name="CodeMail"),
            ],
        ),
    ]
