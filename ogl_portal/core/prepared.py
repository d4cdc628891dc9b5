"""Queries whose SQL is worked out once in a process, since most of what a short query costs is writing it down.

A query is prepared where every page asks it. What changes from page to page is ``Given`` with each execution; the hour
is always a new one (``MOMENT``, which ``core.public`` asks for)::

    _NEWS = Prepared(lambda: public(NewsPage.objects).filter(labs=Given("lab"))[:6])
    news = _NEWS(lab=lab.pk)
"""

import copy
import datetime
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import BigIntegerField, DateTimeField, Expression, Field, QuerySet
from django.utils import timezone

Row = TypeVar("Row")

_preparing: ContextVar[bool] = ContextVar("preparing", default=False)


class Given(Expression):
    """A value that each execution brings along, by its ``name``."""

    def __init__(self, name: str, field: Field | None = None) -> None:
        super().__init__(output_field=field or BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def value(self, values: dict[str, Any]) -> Any:
        return values[self.name]


class GivenList(Given):
    """Values for ``__in``, none included."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return f"(SELECT unnest(%s::{self.output_field.db_type(connection)}[]))", [self]

    def value(self, values: dict[str, Any]) -> Any:
        return list(values[self.name])


class _Moment(Given):
    """Now, whenever the query is executed; in a query that is not prepared, too."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self if _preparing.get() else timezone.now()]

    def value(self, values: dict[str, Any]) -> Any:
        return timezone.now()


MOMENT = _Moment("now", DateTimeField())


class Prepared(Generic[Row]):
    """Gives the rows of the queryset that ``build`` makes, which is called once. It cannot be filtered further; what
    belongs to the rows is fetched with ``core.related``.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._written: tuple[QuerySet[Any, Row], Any, str, tuple[Any, ...]] | None = None

    def __call__(self, **values: Any) -> list[Row]:
        queryset, compiler, sql, parameters = self._written or self._write()
        given = tuple(one.value(values) if isinstance(one, Given) else one for one in parameters)
        found = queryset.all()
        one_run = copy.copy(compiler)  # it is changed while it runs, and connections belong to threads
        one_run.connection = connections[queryset.db]
        one_run.as_sql = _answer((sql, given))
        query: Any = found.query
        query.get_compiler = _answer(one_run)
        return list(found)

    def _write(self) -> tuple[QuerySet[Any, Row], Any, str, tuple[Any, ...]]:
        token = _preparing.set(True)
        try:
            queryset = self._build()
            compiler = queryset.query.get_compiler(queryset.db)
            sql, parameters = compiler.as_sql()
        finally:
            _preparing.reset(token)
        if any(isinstance(one, datetime.date) for one in parameters):
            raise TypeError("A day in a prepared query would be the same for good: it has to be given.")
        self._written = queryset, compiler, sql, parameters
        return self._written


def _answer(value: Any) -> Callable[..., Any]:
    return lambda *_, **__: value
