"""«Łukasz» was sorted and looked up as «ukasz»: his key is computed again."""

from django.db import migrations

from apps.schools.names import sort_key

LETTERS = "[^ -~]"
LONGEST = 220
BATCH = 1000


def compute_again(apps, schema_editor):
    for name in ("Student", "Guardian", "Staff"):
        model = apps.get_model("schools", name)
        changed = []
        rows = model.objects.filter(last_name__regex=LETTERS)
        rows |= model.objects.filter(first_name__regex=LETTERS)
        if name == "Student":
            rows |= model.objects.filter(usage_name__regex=LETTERS)
        for row in rows.order_by("pk").iterator(BATCH):
            last = getattr(row, "usage_name", "") or row.last_name
            key = sort_key(last, row.first_name)[:LONGEST]
            if key != row.sort_key:
                row.sort_key = key
                changed.append(row)
        model.objects.bulk_update(changed, ["sort_key"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("schools", "0006_staff_address_and_kept_reports")]

    operations = [migrations.RunPython(compute_again, migrations.RunPython.noop, elidable=True)]
