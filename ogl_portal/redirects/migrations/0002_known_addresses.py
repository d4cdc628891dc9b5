"""What is known of addresses that pages left before there was a table of them."""

from django.db import migrations

# What is known of the time before: Wagtail's own redirects of moved pages, which the table replaces, and pages that
# were public and are not now (those of the bin lie elsewhere).
KNOWN = """
INSERT INTO redirects_formeraddress (path, page_id, left_at)
    SELECT DISTINCT ON (old_path) old_path || '/', redirect_page_id, coalesce(created_at, now())
    FROM wagtailredirects_redirect
    WHERE automatically_created AND redirect_page_id IS NOT NULL AND redirect_page_route_path = ''
    ORDER BY old_path, created_at DESC NULLS LAST;
DELETE FROM wagtailredirects_redirect WHERE automatically_created AND redirect_page_id IS NOT NULL;
INSERT INTO redirects_formeraddress (path, page_id, left_at)
    SELECT regexp_replace(page.url_path, '^/[^/]*', ''), page.id, coalesce(page.last_published_at, now())
    FROM wagtailcore_page page LEFT JOIN events_eventpage event ON event.page_ptr_id = page.id
    WHERE NOT page.live AND page.first_published_at IS NOT NULL AND page.depth > 2
    AND page.url_path NOT LIKE '/papierkorb/%'
    AND event.audience IS DISTINCT FROM 'internal'
    AND NOT EXISTS (SELECT FROM redirects_formeraddress WHERE path = regexp_replace(page.url_path, '^/[^/]*', ''));
"""


class Migration(migrations.Migration):
    dependencies = [("redirects", "0001_former_addresses"), ("wagtailredirects", "0008_add_verbose_name_plural")]

    operations = [migrations.RunSQL(KNOWN, migrations.RunSQL.noop)]
