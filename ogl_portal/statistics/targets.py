"""What an address stands for: a kind of request, and the page that it belongs to.

Asked when sums are stored, for all addresses at once: by the URL resolver, and by two queries. A page that is renamed
keeps its number, so its sums stay together.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.urls import Resolver404, resolve
from wagtail.models import Page, Site

from events import calendar
from news import feeds
from ogl_portal.core.routing import way_to
from ogl_portal.core.serving import serve
from ogl_portal.pages import changes
from ogl_portal.pages import views as pages
from ogl_portal.search import views as search
from ogl_portal.search.feeds import SearchFeed
from ogl_portal.statistics.models import RequestKind
from ogl_portal.statistics.rules import SEARCHED
from publications import views as files
from publications.models import FileState, FileVersion

READING_VIEW = re.compile(r"(?<=/)lesen/(?:ab-seite-\d+/|ganz/)?$")
NEWEST = -1  # in the place of a version, until the newest is known


@dataclass(frozen=True, order=True)
class CountedTarget:
    kind: RequestKind
    page: int = 0
    version: int = 0


@dataclass(frozen=True)
class _Asked:
    """An address as far as it can be read without the database; ``folder`` is that of the page, "" where none is."""

    kind: RequestKind
    folder: str = ""
    version: int = 0


def targets(paths: Collection[str]) -> dict[str, CountedTarget]:
    """What each of ``paths`` stands for; those that nobody counts are left out."""
    asked = {path: found for path in paths if (found := _read(path)) is not None}
    numbers = _page_numbers({folder for found in asked.values() for folder in _folders(found)})
    known = {path: target for path, found in asked.items() if (target := _target(found, numbers)) is not None}
    newest = _newest_versions({target.page for target in known.values() if target.version == NEWEST})
    return {path: _with_version(target, newest) for path, target in known.items()}


def _read(path: str) -> _Asked | None:
    is_search = path.endswith(SEARCHED)
    try:
        match = resolve(path.removesuffix(SEARCHED))
    except Resolver404:
        return None
    view: Callable[..., Any] = match.func
    folder = str(match.kwargs.get("folder", ""))
    if view is serve:
        return _Asked(RequestKind.PAGE, path.lstrip("/") or "/")
    if view is search.search:
        return _Asked(RequestKind.SEARCH) if is_search else None
    if view in (pages.topic, pages.topic_index):
        return _Asked(RequestKind.PAGE)
    if view is files.current_file:
        return _Asked(RequestKind.PDF, folder, NEWEST)
    if view is files.version_file:
        return _Asked(RequestKind.PDF, folder, int(match.kwargs["number"]))
    if view is files.current_epub:
        return _Asked(RequestKind.EPUB, folder)
    if view in (calendar.calendar_feed, calendar.event_file):
        return _Asked(RequestKind.CALENDAR, folder)
    if view is feeds.news_json or isinstance(view, feeds.NewsFeed):
        return _Asked(RequestKind.FEED, folder)
    return _Asked(RequestKind.FEED) if isinstance(view, changes.ChangesFeed | SearchFeed) else None


def _folders(asked: _Asked) -> list[str]:
    """Where the page may lie: an address that ends with »lesen/« may be a page of that name, or a reading view or a
    part of one."""
    folders = [asked.folder] if asked.folder else []
    if asked.kind == RequestKind.PAGE and (below := READING_VIEW.sub("", asked.folder)) != asked.folder:
        folders.append(below)
    return folders


def _page_numbers(folders: set[str]) -> dict[str, int]:
    """The numbers of the pages at ``folders`` (»labore/brandis/«; »/« is the home page)."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None or not folders:
        return {}
    by_path = {way_to(site.root_page.url_path, folder)[-1]: folder for folder in folders}
    found = Page.objects.filter(url_path__in=by_path).values_list("url_path", "pk")
    return {by_path[url_path]: number for url_path, number in found}


def _target(asked: _Asked, numbers: dict[str, int]) -> CountedTarget | None:
    folders = _folders(asked)
    if not folders:
        return CountedTarget(asked.kind)
    if (number := numbers.get(folders[0])) is not None:
        return CountedTarget(asked.kind, number, asked.version)
    if len(folders) > 1 and (number := numbers.get(folders[1])) is not None:
        return CountedTarget(RequestKind.READING, number)
    return None


def _newest_versions(publications: set[int]) -> dict[int, int]:
    """The number of the newest public version of each publication."""
    ready = FileVersion.objects.filter(publication__in=publications, state=FileState.READY)
    return dict(ready.order_by().values_list("publication").annotate(Max("number"))) if publications else {}


def _with_version(target: CountedTarget, newest: dict[int, int]) -> CountedTarget:
    if target.version != NEWEST:
        return target
    return CountedTarget(target.kind, target.page, newest.get(target.page, 0))
