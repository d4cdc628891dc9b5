"""The triggers by which the database itself says that something has changed that readers may see.

A list of signals is complete on the day it is written (decisions/0015): ``update()``, a moved subtree, an import and a
shell send none. So every table has the trigger, unless it is named here as one that no page for readers shows. What a
new app or a package brings is watched from its first migration on.
"""

from typing import Any

from django.db import connections

UNSEEN = frozenset(
    {
        # Drafts, and who works on them. What is published is written to the page's own tables.
        "wagtailcore_revision", "wagtailcore_comment", "wagtailcore_commentreply", "wagtailcore_pagesubscription",
        "wagtailcore_workflowstate", "wagtailcore_taskstate", "wagtailcore_uploadedfile",
        "wagtailadmin_editingsession", "wagtailadmin_formstate", "typed_text_savedfrom",
        "editorial_assignment", "editorial_noteanswer", "safety_previewlink",
        # Logs, counts and what is yet to be sent.
        "wagtailcore_modellogentry", "wagtailcore_pagelogentry", "wagtailcore_referenceindex",
        "statistics_countedlog", "statistics_dailyrequests", "web_ratecount", "jobs_jobrun", "mail_queuedmail",
        "django_tasks_database_dbtaskresult", "staff_mail_toldthing", "staff_mail_digestchoice",
        "subscriptions_announcement", "subscriptions_edition", "subscriptions_subscription",
        "subscriptions_subscription_labs", "importing_importitem", "importing_importrun", "sync_loadedobject",
        # Read for words that somebody searches for, whose answers are not kept.
        "wagtailsearch_indexentry", "search_searchentry", "search_searchpassage", "search_searchword",
        "search_searchedwords",
        # Letters of readers, and signing in.
        "pages_message", "wagtailforms_formsubmission", "django_session", "wagtailusers_userprofile",
        "axes_accessattempt", "axes_accessattemptexpiration", "axes_accessfailurelog", "axes_accesslog",
        "mfa_authenticator", "socialaccount_socialaccount", "socialaccount_socialapp", "socialaccount_socialtoken",
        # Nothing but what Django notes about itself, and this one.
        "django_migrations", "page_cache_change",
    }
)  # fmt: skip

# Pictures in the sizes of a page: they are made while a page is made, which is no change; that they go is one.
MADE_ON_DEMAND = frozenset({"wagtailimages_rendition", "media_portalrendition"})

# Columns of the table of pages that only tell of drafts and locks: saving a draft changes nothing for readers.
OF_DRAFTS = (
    "draft_title", "has_unpublished_changes", "latest_revision_id", "latest_revision_created_at",
    "locked", "locked_at", "locked_by_id",
)  # fmt: skip

# One row a transaction: a setting that ends with it, or with the savepoint that takes the row back, remembers it.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION page_cache_content_changes(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('ogl.content_changed', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM set_config('ogl.content_changed', pg_current_xact_id()::text, true);
        INSERT INTO page_cache_change ("table") VALUES (name);
    END IF;
END $$;
CREATE OR REPLACE FUNCTION page_cache_table_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM page_cache_content_changes(TG_TABLE_NAME);
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION page_cache_pages_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM after_change AS now FULL JOIN before_change AS before USING (id)
        WHERE to_jsonb(now) - %(of_drafts)s::text[] IS DISTINCT FROM to_jsonb(before) - %(of_drafts)s::text[]
    ) THEN
        PERFORM page_cache_content_changes(TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END $$;
"""
TABLE_TRIGGER = """
CREATE TRIGGER page_cache_changes AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION page_cache_table_changes()
"""
ON_DEMAND_TRIGGER = TABLE_TRIGGER.replace("INSERT OR ", "")
PAGE_TRIGGERS = """
CREATE TRIGGER page_cache_changes AFTER INSERT OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION page_cache_table_changes();
CREATE TRIGGER page_cache_updates AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
    FOR EACH STATEMENT EXECUTE FUNCTION page_cache_pages_change();
"""
PAGES = "wagtailcore_page"
WATCHED = """
SELECT relname, EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = 'page_cache_changes')
FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY relname
"""


def watch_all(using: str = "default", **kwargs: Any) -> None:
    """Give every table its trigger, and take it from those that are ``UNSEEN``. Receives ``post_migrate``."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS, {"of_drafts": list(OF_DRAFTS)})
        cursor.execute(WATCHED)
        for name, is_watched in cursor.fetchall():
            table = connection.ops.quote_name(name)
            if is_watched and name in UNSEEN:
                cursor.execute(f"DROP TRIGGER page_cache_changes ON {table}")
            elif not is_watched and name not in UNSEEN:
                trigger = ON_DEMAND_TRIGGER if name in MADE_ON_DEMAND else TABLE_TRIGGER
                cursor.execute((PAGE_TRIGGERS if name == PAGES else trigger).format(table=table))


def unwatched(using: str = "default") -> list[str]:
    """Tables that readers may see and that nothing watches; empty unless somebody has made one by hand."""
    with connections[using].cursor() as cursor:
        cursor.execute(WATCHED)
        return [name for name, is_watched in cursor.fetchall() if not is_watched and name not in UNSEEN]
