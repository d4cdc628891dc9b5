"""The table of former addresses, and the trigger that writes it."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# ``url_path`` begins with the slug of the home page, which no address shows; the home page itself cannot move.
# An internal event was never public, so its address is not remembered.
TRIGGER = """
CREATE FUNCTION redirects_keep_former_address() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    left_path text := regexp_replace(OLD.url_path, '^/[^/]*', '');
    left_by integer := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE OLD.id END;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.live AND left_path = regexp_replace(NEW.url_path, '^/[^/]*', '') THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT FROM events_eventpage WHERE page_ptr_id = OLD.id AND audience = 'internal') THEN
        RETURN NULL;
    END IF;
    DELETE FROM redirects_formeraddress WHERE path = left_path;
    INSERT INTO redirects_formeraddress (path, page_id, left_at) VALUES (left_path, left_by, now());
    RETURN NULL;
END $$;
CREATE TRIGGER redirects_page_has_moved AFTER UPDATE OF url_path, live ON wagtailcore_page FOR EACH ROW
    WHEN (OLD.depth > 2 AND OLD.live AND (NOT NEW.live OR OLD.url_path <> NEW.url_path))
    EXECUTE FUNCTION redirects_keep_former_address();
CREATE TRIGGER redirects_page_is_gone AFTER DELETE ON wagtailcore_page FOR EACH ROW
    WHEN (OLD.depth > 2 AND OLD.live)
    EXECUTE FUNCTION redirects_keep_former_address();
"""
NO_TRIGGER = """
DROP TRIGGER redirects_page_has_moved ON wagtailcore_page;
DROP TRIGGER redirects_page_is_gone ON wagtailcore_page;
DROP FUNCTION redirects_keep_former_address();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
        ("events", "0005_change_note"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.TextField(verbose_name="Adresse")),
                ("left_at", models.DateTimeField(verbose_name="Verlassen am")),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="former_addresses",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Frühere Adresse",
                "verbose_name_plural": "Frühere Adressen",
                "indexes": [django.contrib.postgres.indexes.HashIndex(fields=["path"], name="redirects_former_path")],
            },
        ),
        migrations.RunSQL(TRIGGER, NO_TRIGGER),
    ]
