"""All children of a lab in one query.

A lab page shows six kinds of children from six small tables; asked one by one they would be half of what the page may
cost. PostgreSQL gives each row as JSON, so that one UNION can carry them all.
"""

import json
from decimal import Decimal
from typing import Any

from django.db import connection, models
from modelcluster.queryset import FakeQuerySet
from wagtail.models import Orderable


def load_children(page: Any, *relations: str) -> dict[str, list[Any]]:
    """Children of ``page`` by the name of their relation, in their order.

    In a preview they come from memory, as the editor has just written them. The children are fit for showing: what a
    foreign key of theirs leads to is not loaded.
    """
    managers = {name: getattr(page, name) for name in relations}
    if any(isinstance(manager.get_queryset(), FakeQuerySet) for manager in managers.values()):
        return {name: list(manager.all()) for name, manager in managers.items()}
    kinds: dict[str, type[Orderable]] = {name: page._meta.get_field(name).related_model for name in relations}
    quote = connection.ops.quote_name
    parts = []
    for name, kind in kinds.items():
        parent = page._meta.get_field(name).field.column
        parts.append(
            f"SELECT %s AS relation, to_jsonb(child) AS child, child.sort_order, child.id"  # noqa: S608 (our own names)
            f" FROM {quote(kind._meta.db_table)} child WHERE child.{quote(parent)} = %s"
        )
    parameters = [value for name in kinds for value in (name, page.pk)]
    found: dict[str, list[Any]] = {name: [] for name in relations}
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(parts)} ORDER BY sort_order, id", parameters)
        for name, row, *_ in cursor.fetchall():
            found[name].append(_instance(kinds[name], json.loads(row, parse_float=Decimal)))
    return found


def _instance(kind: type[models.Model], row: dict[str, Any]) -> models.Model:
    fields = {field.attname: field for field in kind._meta.concrete_fields}
    values = [field.to_python(row[str(field.column)]) for field in fields.values()]
    return kind.from_db("default", list(fields), values)
