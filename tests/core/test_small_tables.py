"""PostgreSQL knows that there is one page of news."""

import pytest
from django.db import connection

from news.models import NewsIndexPage
from ogl_portal.core import small_tables
from ogl_portal.jobs import scheduled
from tests.factories import Portal


def _rows(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        return float(cursor.fetchone()[0])


@pytest.mark.django_db
def test_small_tables_are_counted(portal: Portal) -> None:
    small_tables.analyse()
    assert _rows(NewsIndexPage._meta.db_table) == NewsIndexPage.objects.count() == 1


@pytest.mark.django_db
def test_large_tables_are_left_to_the_database(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_tables, "LARGEST", -1)
    before = _rows(NewsIndexPage._meta.db_table)
    small_tables.analyse()
    assert _rows(NewsIndexPage._meta.db_table) == before


def test_it_is_a_job_of_each_day() -> None:
    assert "core.small_tables" in {job.name for job in scheduled.registered() if scheduled.is_daily(job)}
