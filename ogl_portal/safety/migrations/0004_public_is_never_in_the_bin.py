"""The database takes no page that is public and lies in the bin (core/page_trash.py)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("safety", "0003_rights"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE wagtailcore_page ADD CONSTRAINT ogl_public_is_never_in_the_bin"
            " CHECK (NOT (live AND url_path LIKE '/papierkorb/%'))",
            "ALTER TABLE wagtailcore_page DROP CONSTRAINT ogl_public_is_never_in_the_bin",
        )
    ]
