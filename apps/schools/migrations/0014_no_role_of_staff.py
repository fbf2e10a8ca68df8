from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("schools", "0013_a_post_each")]

    operations = [migrations.RemoveField(model_name="staff", name="role")]
