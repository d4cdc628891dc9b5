"""The triggers that write the tables of addresses that pages and topics have left."""

from django.db import migrations

# ``url_path`` begins with the slug of the home page, which no address shows; the home page itself cannot move.
# An internal event was never public, so its address is not remembered.
PAGE_TRIGGER = """
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
NO_PAGE_TRIGGER = """
DROP TRIGGER redirects_page_has_moved ON wagtailcore_page;
DROP TRIGGER redirects_page_is_gone ON wagtailcore_page;
DROP FUNCTION redirects_keep_former_address();
"""
TOPIC_TRIGGER = """
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
NO_TOPIC_TRIGGER = """
DROP TRIGGER redirects_topic_is_renamed ON core_topic;
DROP TRIGGER redirects_topic_is_gone ON core_topic;
DROP FUNCTION redirects_keep_former_topic();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("redirects", "0001_initial"),
        ("core", "0001_initial"),
        ("events", "0002_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(PAGE_TRIGGER, NO_PAGE_TRIGGER),
        migrations.RunSQL(TOPIC_TRIGGER, NO_TOPIC_TRIGGER),
    ]
