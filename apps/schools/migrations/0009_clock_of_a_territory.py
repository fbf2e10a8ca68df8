"""Corsica and overseas have calendars of their own; a school overseas stops following Paris."""

from django.db import migrations, models

from apps.schools.enums import Zone
from apps.schools.territories import PARIS, territory_of

ZONES = [
    ("A", "zone A"),
    ("B", "zone B"),
    ("C", "zone C"),
    ("O", "calendrier propre (Corse, outre-mer, étranger)"),
]


def derive_clocks(apps, schema_editor):
    """Only where nobody has chosen: Paris and zone C were the only defaults there were."""
    for school in apps.get_model("schools", "School").objects.filter(zone_name=PARIS):
        territory = territory_of(school.uai)
        if territory is None or territory.clock == PARIS:
            continue
        school.zone_name, school.zone = territory.clock, Zone.OWN
        school.save(update_fields=["zone_name", "zone"])


def zone(verbose_name="zone de vacances"):
    return models.CharField(choices=ZONES, default="C", max_length=1, verbose_name=verbose_name)


class Migration(migrations.Migration):
    dependencies = [("schools", "0008_one_machine_of_leases")]

    operations = [
        migrations.AlterField(model_name="school", name="zone", field=zone()),
        migrations.AlterField(model_name="schoolevent", name="zone", field=zone()),
        migrations.RunPython(derive_clocks, migrations.RunPython.noop, elidable=True),
    ]
