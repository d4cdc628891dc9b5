"""Many copies of a page by plain SQL: a hundred times the content in a second instead of minutes."""

from typing import Any

from django.db import connection, models
from psycopg import sql
from treebeard.numconv import NumConv
from wagtail.models import Page

_NUMBERS = NumConv(Page.alphabet)


def copy_page(page: Page, times: int) -> None:
    """Copy ``page``, with its children lists and its relations, ``times`` times beside it."""
    page = page.specific
    parent = page.get_parent()
    last = parent.get_last_child().path[-Page.steplen :]
    start = _NUMBERS.str2int(last) + 1
    paths = [parent.path + _NUMBERS.int2str(start + i).rjust(Page.steplen, Page.alphabet[0]) for i in range(times)]
    slugs = [f"{page.slug}-k{i}" for i in range(times)]
    new_ids = _copy_rows(
        Page._meta.db_table,
        "id",
        page.pk,
        {
            "path": paths,
            "slug": slugs,
            "title": [f"{page.title} ({i})" for i in range(times)],
            "url_path": [f"{parent.url_path}{slug}/" for slug in slugs],
        },
        {"translation_key": sql.SQL("gen_random_uuid()")},
    )
    _copy_with_key(type(page)._meta.db_table, "page_ptr_id", page.pk, new_ids)
    for table, column in _tables_with_a_key_to(type(page)):
        _copy_with_key(table, column, page.pk, new_ids)
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + times)


def _tables_with_a_key_to(model: type[models.Model]) -> set[tuple[str, str]]:
    """Tables of children (foreign keys to ``model`` itself) and of its many-to-many relations."""
    found: set[tuple[str, str]] = set()
    for relation in model._meta.related_objects:
        if relation.one_to_many and relation.field.remote_field.model is model:
            found.add((relation.field.model._meta.db_table, relation.field.column))
    for field in model._meta.many_to_many:
        through = field.remote_field.through
        if through._meta.auto_created:
            found.add((through._meta.db_table, field.m2m_column_name()))
    return found


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _copy_with_key(table: str, column: str, old: int, new: list[int]) -> None:
    """Copy the rows of ``table`` whose ``column`` is ``old``, once for each new key."""
    columns = [name for name in _columns(table) if name not in {"id", column}]
    statement = sql.SQL(
        "INSERT INTO {table} ({column}, {columns}) SELECT new.id, {values} FROM {table} AS old, "
        "unnest(%s::bigint[]) AS new(id) WHERE old.{column} = %s"
    ).format(
        table=sql.Identifier(table),
        column=sql.Identifier(column),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(sql.SQL("old.{}").format(sql.Identifier(name)) for name in columns),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [new, old])


def _copy_rows(
    table: str, key: str, old: int, changed: dict[str, list[str]], computed: dict[str, sql.Composable]
) -> list[int]:
    """Copy one row as often as the lists in ``changed`` are long; returns the new keys."""
    kept = [name for name in _columns(table) if name not in {key, *changed, *computed}]
    values: list[sql.Composable] = [
        *(sql.SQL("new.{}").format(sql.Identifier(name)) for name in changed),
        *computed.values(),
        *(sql.SQL("old.{}").format(sql.Identifier(name)) for name in kept),
    ]
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} AS old, unnest({arrays}) AS new({names}) "
        "WHERE old.{key} = %s RETURNING {key}"
    ).format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, [*changed, *computed, *kept])),
        values=sql.SQL(", ").join(values),
        arrays=sql.SQL(", ").join([sql.SQL("%s::text[]")] * len(changed)),
        names=sql.SQL(", ").join(map(sql.Identifier, changed)),
        key=sql.Identifier(key),
    )
    arguments: list[Any] = [*changed.values(), old]
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return [row[0] for row in cursor.fetchall()]
