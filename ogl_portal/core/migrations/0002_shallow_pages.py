"""Every page shows the menu, and the menu is the home page's children: they are found without reading the whole tree.

Wagtail asks for them by depth and by a range of paths, which without this index is the range of all pages.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX core_shallow_pages ON wagtailcore_page (path) WHERE depth <= 3",
            "DROP INDEX core_shallow_pages",
        ),
    ]
