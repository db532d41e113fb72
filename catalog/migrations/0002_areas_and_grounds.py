"""The 26 pilot areas, the general one, and the coded grounds for withholding."""

from django.db import migrations

from catalog.reference import load_areas, load_grounds


def load(apps, schema_editor):
    load_areas(apps.get_model("catalog", "Area"))
    load_grounds(apps.get_model("catalog", "NegativeGround"))


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_catalog")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
