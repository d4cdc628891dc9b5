"""Keeps whole pages for readers, and gives them again until something changes (docs/engineering/page-cache.md)."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, ResponseHeaders

from ogl_portal.page_cache.generation import ContentState, Number, check_whole, one_state, watch
from ogl_portal.page_cache.keeping import Address, address_of, depends_on, is_for_readers, is_kept
from ogl_portal.page_cache.queries import ALL, ReaderRequest, only
from ogl_portal.page_cache.warming import MOST, Warmer
from ogl_portal.web.shared_caches import public_for

FOR_PROXIES = public_for(0)  # a browser asks each time, and mostly is told that it has the page
MOST_PATHS = 50_000
NEW = 0.5  # seconds for which a page is given whatever happens: a stream of changes makes it anew twice a second
OF_CONTENT = {"Content-Length", "Content-Type", "Content-Encoding", "Content-Language"}  # not in a 304

HIT = "ogl; hit"  # Cache-Status, RFC 9211
HIT_WITHOUT_DATABASE = "ogl; hit; detail=database-away"
MADE = "ogl; fwd=uri-miss; stored"


@dataclass
class KeptPage:
    """An answer as it was sent. Its length is that of its content, for ``BoundedMemory``."""

    address: Address
    number: Number  # of the state that it was made from
    made: float  # time.monotonic() when that state was in force
    headers: ResponseHeaders
    content: bytes
    asked: int = 0  # times that it was given again

    def __len__(self) -> int:
        return len(self.content)

    def holds(self, state: ContentState) -> bool:
        """Whether it is what would be made now, or was less than half a second ago."""
        return self.made >= state.began and (self.number == state.number or time.monotonic() - self.made < NEW)


class Differences(NamedTuple):
    """What tells answers at one path apart: names of headers, as CGI spells them, and names in the query or ALL."""

    headers: tuple[str, ...] = ()
    names: frozenset[str] | None = ALL


UNKNOWN, NONE = Differences(), Differences(names=frozenset())


class PageCacheMiddleware:
    """Outside all but the counting of requests: what it gives again has been through everything else once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.OGL_PAGE_CACHE_MB:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.pages, self.queries = caches["pages"], caches["queries"]
        self.state: ContentState | None = None
        self.differences: dict[str, Differences] = {}  # by path
        self.equal: dict[Differences, Differences] = {}
        self.noting = threading.Lock()
        self.flights: dict[Address, threading.Lock] = {}
        self.warmer = Warmer(lambda address: self(WSGIRequest(address.environ())))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_for_readers(request.META):
            return self.get_response(request)
        known = watch.known()
        state = known.state
        if state is None:
            return self.get_response(request)
        if state is not self.state:
            self._warm(state)
        address = self._address(request)
        page = self._kept(address, state)
        if page is None:
            with self._alone(address):
                page = self._kept(self._address(request), state)  # more may be known of what tells pages apart
                if page is None:
                    return self._make(request)
        page.asked += 1
        return _answer(page, request, HIT_WITHOUT_DATABASE if known.is_away else HIT)

    def _warm(self, state: ContentState) -> None:
        """Make again what was read most, and is of a state that is over."""
        self.state = state
        old = [page for page in self.pages.values() if page.asked and not page.holds(state)]  # type: ignore[attr-defined]
        old.sort(key=lambda page: -page.asked)
        self.warmer.warm([page.address for page in old[:MOST]])

    def _address(self, request: HttpRequest) -> Address:
        meta = request.META
        differences = self.differences.get(meta["PATH_INFO"], UNKNOWN)
        address = address_of(meta, request.scheme or "", differences.headers)
        if address.query and differences.names is not ALL:
            address = address._replace(query=only(address.query, differences.names))
        return address

    def _cache_for(self, address: Address) -> Any:
        return self.queries if address.query else self.pages

    def _kept(self, address: Address, state: ContentState) -> KeptPage | None:
        page: KeptPage | None = self._cache_for(address).get(address)
        return page if page is not None and page.holds(state) else None

    @contextmanager
    def _alone(self, address: Address) -> Iterator[None]:
        """One thread makes a page; those who want the same wait for it."""
        lock = self.flights.setdefault(address, threading.Lock())
        with lock:
            try:
                yield
            finally:
                self.flights.pop(address, None)

    def _make(self, request: HttpRequest) -> HttpResponseBase:
        environ, made = dict(request.META), time.monotonic()
        request.__class__ = ReaderRequest  # not a new one: who is outside of us goes on with this
        request.__dict__.pop("GET", None)  # somebody outside may have read it
        try:
            with one_state() as number:
                response = self.get_response(request)
                check_whole()
        except (DatabaseError, InterfaceError):
            # It wrote what somebody else was writing, or the database has gone: as it would be without us.
            return self.get_response(WSGIRequest(environ))
        if not isinstance(response, HttpResponse) or not is_kept(response):
            return response
        response.headers.setdefault("Cache-Control", FOR_PROXIES)
        response.headers.setdefault("ETag", etag_of(response.content))
        with self.noting:
            self._note_differences(request, response)  # type: ignore[arg-type]
            page = KeptPage(self._address(request), number, made, response.headers, response.content)
            self._cache_for(page.address).set(page.address, page)
        return _answer(page, request, MADE)

    def _note_differences(self, request: ReaderRequest, response: HttpResponse) -> None:
        """What was read for this answer, and for others at its path.

        Names are only ever added: so two addresses that are taken for one agree in all that was read for the answer
        that is kept.
        """
        path, read = request.META["PATH_INFO"], request.GET.names
        if len(self.differences) >= MOST_PATHS:
            self.differences.clear()
            self.pages.clear()
            self.queries.clear()
        known = self.differences.get(path, NONE)
        headers = tuple(sorted({*known.headers, *depends_on(response)}))
        new = Differences(headers, ALL if read is ALL or known.names is ALL else known.names | read)
        if path not in self.differences or new != known:
            self.differences[path] = self.equal.setdefault(new, new)  # thousands of pages differ by the same


def etag_of(content: bytes) -> str:
    """A strong validator (RFC 9110, 8.8.3): of what is sent, compressed as it is."""
    return f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'


def _answer(page: KeptPage, request: HttpRequest, status: str) -> HttpResponse:
    headers = page.headers
    if (asked := request.META.get("HTTP_IF_NONE_MATCH")) and (asked == "*" or headers["ETag"] in _tags(asked)):
        left = {name: value for name, value in headers.items() if name not in OF_CONTENT}
        return HttpResponse(status=304, headers={**left, "Cache-Status": status})
    response = HttpResponse(page.content, content_type=headers["Content-Type"])
    # Django has checked them once. That it would do so for each answer is a tenth of what one costs.
    response.headers._store.update(headers._store)
    response.headers["Cache-Status"] = status
    return response


def _tags(if_none_match: str) -> list[str]:
    """Compared weakly (RFC 9110, 13.1.2): proxies that compress anew mark an ETag as weak."""
    return [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
