"""The table of addresses that topics have left, and the trigger that writes it."""

import django.db.models.deletion
from django.db import migrations, models

TRIGGER = """
CREATE FUNCTION redirects_keep_former_topic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM redirects_formertopic WHERE slug = OLD.slug;
    INSERT INTO redirects_formertopic (slug, topic_id, left_at)
        VALUES (OLD.slug, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE OLD.id END, now());
    RETURN NULL;
END $$;
CREATE TRIGGER redirects_topic_is_renamed AFTER UPDATE OF slug ON core_topic FOR EACH ROW
    WHEN (OLD.slug <> NEW.slug)
    EXECUTE FUNCTION redirects_keep_former_topic();
CREATE TRIGGER redirects_topic_is_gone AFTER DELETE ON core_topic FOR EACH ROW
    EXECUTE FUNCTION redirects_keep_former_topic();
"""
NO_TRIGGER = """
DROP TRIGGER redirects_topic_is_renamed ON core_topic;
DROP TRIGGER redirects_topic_is_gone ON core_topic;
DROP FUNCTION redirects_keep_former_topic();
"""


class Migration(migrations.Migration):
    dependencies = [("redirects", "0002_known_addresses"), ("core", "0011_clean_documents")]

    operations = [
        migrations.CreateModel(
            name="FormerTopic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="Kürzel in der Adresse")),
                ("left_at", models.DateTimeField(verbose_name="Verlassen am")),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="former_slugs",
                        to="core.topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "Früheres Kürzel eines Themas",
                "verbose_name_plural": "Frühere Kürzel von Themen",
            },
        ),
        migrations.RunSQL(TRIGGER, NO_TRIGGER),
    ]
