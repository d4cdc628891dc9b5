"""What Wagtail calls »Root«: above all pages and above all collections."""

from django.db import migrations

NAMES = (("wagtailcore", "Page", "title", "Alle Seiten"), ("wagtailcore", "Collection", "name", "Alle Sammlungen"))


def rename(apps, schema_editor):
    for app, model, field, name in NAMES:
        roots = apps.get_model(app, model).objects.filter(depth=1, **{field: "Root"})
        roots.update(**{field: name}, **({"draft_title": name} if field == "title" else {}))


class Migration(migrations.Migration):
    dependencies = [("editorial", "0012_assignments")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
