"""What a page reads of its query. The rest (``utm_source``, what a crawler invents) makes no other page of it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

from django.core.handlers.wsgi import WSGIRequest, get_bytes_from_wsgi
from django.http import QueryDict
from django.utils.functional import cached_property

ALL = None


class ReadQuery(QueryDict):
    """Knows by which names it was asked: ``names``, which is ALL once somebody has looked at it as a whole."""

    names: set[str] | None

    def __init__(self, *args: Any, **options: Any) -> None:
        self.names = set()
        super().__init__(*args, **options)
        self.names = set()  # filling it asked by every name

    def _read(self, name: str) -> None:
        if self.names is not ALL:
            self.names.add(name)

    def __contains__(self, name: Any) -> bool:
        self._read(name)
        return super().__contains__(name)

    def __getitem__(self, name: str) -> Any:  # ``get`` comes here
        self._read(name)
        return super().__getitem__(name)

    def getlist(self, key: str, default: Any = None) -> Any:
        self._read(key)
        return super().getlist(key, default)

    def __iter__(self) -> Iterator[str]:  # so do ``items``, ``values`` and ``dict``
        self.names = ALL
        return super().__iter__()

    def __len__(self) -> int:
        self.names = ALL
        return super().__len__()

    def __eq__(self, other: object) -> bool:
        self.names = ALL
        return super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        self.names = ALL
        return super().__ne__(other)

    def __or__(self, other: Any) -> Any:
        self.names = ALL
        return super().__or__(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        self.names = ALL
        return super().__repr__()

    def keys(self) -> Any:
        self.names = ALL
        return super().keys()

    def lists(self) -> Any:  # so do ``copy`` and ``urlencode``
        self.names = ALL
        return super().lists()


class ReaderRequest(WSGIRequest):
    """A request of which is known in the end what was read of its query."""

    @cached_property
    def GET(self) -> ReadQuery:  # type: ignore[override]  # noqa: N802  Django's name
        return ReadQuery(get_bytes_from_wsgi(self.environ, "QUERY_STRING", ""), encoding=self.encoding)

    def get_full_path(self, force_append_slash: bool = False) -> str:
        self.GET.names = ALL
        return super().get_full_path(force_append_slash)

    def get_full_path_info(self, force_append_slash: bool = False) -> str:
        self.GET.names = ALL
        return super().get_full_path_info(force_append_slash)


def only(query: str, names: frozenset[str]) -> str:
    """``query`` (as in PEP 3333) without what is not among ``names``; order and repetitions stay."""
    return "&".join(part for part in query.split("&") if _name(part) in names)


def _name(part: str) -> str:
    return unquote_plus(part.partition("=")[0].encode("latin-1").decode("utf-8", "replace"))
