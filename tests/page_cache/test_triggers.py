"""The database notes every change of what readers may see, and nothing else."""

from django.apps import apps
from django.db import connection

from ogl_portal.page_cache.triggers import OF_DRAFTS, UNSEEN, unwatched, watch_all


def test_every_table_is_watched_or_named(db: None) -> None:
    assert unwatched() == []


def test_the_named_tables_and_columns_exist(db: None) -> None:
    assert set(connection.introspection.table_names()) >= UNSEEN
    page = apps.get_model("wagtailcore.Page")
    assert {field.column for field in page._meta.fields} >= set(OF_DRAFTS)


def test_a_new_table_is_watched_with_the_next_migration(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE novelty (id integer)")
    assert unwatched() == ["novelty"]
    watch_all()
    assert unwatched() == []
