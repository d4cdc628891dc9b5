"""The index that staff search: any part of a name is found by its trigrams, and who built it last is known.

The table is Wagtail's; the index on it is ours, since its columns hold what ``ogl_portal.search.staff`` writes.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0007_mark_and_analysis"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [
        migrations.AddField("searchstate", "staff_analysis", models.PositiveIntegerField(default=0)),
        migrations.RunSQL(
            "CREATE INDEX search_staff_names ON wagtailsearch_indexentry USING gin (title_text gin_trgm_ops)",
            "DROP INDEX search_staff_names",
        ),
    ]
