"""Every request asks for the page at an address, which without this index reads the whole table of pages.

By hash: addresses may be longer than a row of a B-tree, and nobody asks for a range of them.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0003_called_versions"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX core_pages_by_address ON wagtailcore_page USING hash (url_path)",
            "DROP INDEX core_pages_by_address",
        ),
    ]
