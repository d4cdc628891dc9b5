"""Pages that came out of the bin, or were published in it, by other ways than »Wiederherstellen«; and that none can."""

from django.db import migrations

BEGINS = "/papierkorb/"  # core/page_trash.py


def put_in_order(apps, schema_editor):
    pages = apps.get_model("wagtailcore", "Page").objects
    pages.filter(url_path__startswith=BEGINS, live=True).update(live=False, has_unpublished_changes=True)
    entries = apps.get_model("safety", "BinnedPage").objects
    entries.exclude(page__url_path__startswith=BEGINS).delete()


class Migration(migrations.Migration):
    dependencies = [("safety", "0003_place_and_workflow"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(put_in_order, migrations.RunPython.noop)]
