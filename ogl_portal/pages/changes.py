"""``/aenderungen/``: what was published on the whole site, newest first, and its Atom feed."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Page as ListPage
from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_safe
from wagtail.models import Page

from ogl_portal.core import titles
from ogl_portal.core.changes import ADDRESS
from ogl_portal.core.changes.view import changes_view
from ogl_portal.core.languages import GERMAN
from ogl_portal.core.lists import ListPaginator
from ogl_portal.core.models import PublishedVersion
from ogl_portal.core.navigation import Crumb
from ogl_portal.core.public import public
from ogl_portal.pages.models import HomePage
from ogl_portal.web.atom import PortalFeed
from ogl_portal.web.own_address import tag
from publications import samples
from publications.files import samples_among
from publications.models import FileState, FileVersion

PAGE_SIZE = 40
FEED_SIZE = 50


@dataclass(frozen=True)
class SiteChange:
    """One change of one page, ready to be shown. ``key`` names it for good."""

    at: datetime.datetime
    title: str
    what: str
    note: str
    url: str
    changes_url: str
    key: str
    language: str


class SiteChanges:
    """Rows of all public changes, newest first: versions of public pages, and of their files. To be sliced."""

    def count(self) -> int:
        first, *others = _kinds()
        return first.union(*others, all=True).count()

    def __getitem__(self, part: slice) -> list[Any]:
        """Of each kind no more is read than the list needs: the first of an index, not all of them to be sorted."""
        if not part.stop:
            return []
        first, *others = (rows.order_by(*_NEWEST_FIRST)[: part.stop] for rows in _kinds())
        return list(first.union(*others, all=True).order_by(*_NEWEST_FIRST)[part])


_NEWEST_FIRST = ("-change_at", "-change_number", "change_page")


def _kinds() -> tuple[QuerySet[Any], ...]:
    pages = public(Page.objects).values("pk")
    versions = PublishedVersion.objects.filter(page__in=pages)
    files = FileVersion.objects.filter(publication__in=pages)
    appeared = files.filter(state=FileState.READY, number__gt=1)
    withdrawn = files.filter(Q(state=FileState.WITHDRAWN) | Q(state=FileState.READY, restored_at__isnull=False))
    restored = files.filter(state=FileState.READY)
    return (
        _rows(versions, "page", "published_at", "note", "page_id"),
        _rows(appeared, "file", "processed_at", "change_note", "publication_id"),
        _rows(withdrawn, "withdrawn", "withdrawn_at", "withdrawn_reason", "publication_id"),
        _rows(restored, "restored", "restored_at", "restored_reason", "publication_id"),
    )


def _rows(things: QuerySet[Any], kind: str, at: str, note: str, page: str) -> QuerySet[Any]:
    """Page, time, note, number and kind of each thing that has a time."""
    columns = {
        "change_page": F(page),
        "change_at": F(at),
        "change_words": F(note),
        "change_number": Cast("number", IntegerField()),
        "change_kind": Value(kind, CharField()),
    }
    return things.filter(**{f"{at}__isnull": False}).order_by().annotate(**columns).values_list(*columns)


_WHAT = {
    "file": "PDF, Version {}",
    "withdrawn": "PDF, Version {} zurückgezogen",
    "restored": "PDF, Version {} wieder abrufbar",
}


def _shown(rows: list[Any]) -> list[SiteChange]:
    """The changes behind ``rows`` with titles and addresses; three queries, and those for pages that share a title."""
    pages = Page.objects.annotate(language=F("locale__language_code")).in_bulk({row[0] for row in rows})
    languages = {pk: page.language for pk, page in pages.items()}
    shared = [pk for pk, page in pages.items() if titles.is_shared(page.title)]
    if shared:
        pages |= {page.pk: page for page in Page.objects.filter(pk__in=shared).specific()}
    sample = samples_among(pages)
    home = HomePage.objects.only("url_path").first()
    start = home.url_path if home else "/"
    changes = []
    for pk, at, note, number, kind in rows:
        page, language = pages[pk], languages[pk]
        title = getattr(page, "distinct_title", page.title)
        url = "/" + page.url_path.removeprefix(start)
        default = f"Version {number}"
        changes.append(
            SiteChange(
                at=at,
                title=samples.marked(title) if pk in sample else title,
                what=_WHAT.get(kind, default).format(number),
                note=note,
                url=url,
                changes_url=f"{url}{ADDRESS}/" if url != "/" else reverse("home_changes"),
                # Versions of one page share the translation key.
                key=f"{page.translation_key}/{'' if language == GERMAN else f'{language}/'}{kind}/{number}",
                language=language,
            )
        )
    return changes


@require_safe
def site_changes_view(request: HttpRequest) -> HttpResponse:
    page: ListPage = ListPaginator(SiteChanges(), PAGE_SIZE, "changes").get_page(request.GET.get("seite"))
    context = {
        "listing": page,
        "changes": _shown(list(page.object_list)),
        "breadcrumbs": [Crumb("Start", "/"), Crumb("Änderungen", reverse("changes"))],
    }
    return render(request, "pages/changes.html", context)


@require_safe
def home_changes_view(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The change log of the start page, whose own place the log of the whole site has taken."""
    home = public(HomePage.objects).first()
    if home is None:
        raise Http404("Es gibt noch keine Startseite.")
    return changes_view(request, home, [ADDRESS, *([str(number)] if number else [])])


class ChangesFeed(PortalFeed):
    """The latest changes as Atom (RFC 4287)."""

    title = f"Änderungen am Portal {settings.SITE_NAME_GENITIVE}"
    subtitle = "Was wann veröffentlicht oder geändert wurde, und warum"
    link = reverse_lazy("changes")
    feed_url = reverse_lazy("changes_feed")

    def items(self) -> list[SiteChange]:
        return _shown(SiteChanges()[:FEED_SIZE])

    def item_title(self, item: SiteChange) -> str:
        return f"{item.title} ({item.what})"

    def item_description(self, item: SiteChange) -> str:
        return item.note

    def item_link(self, item: SiteChange) -> str:
        return item.url

    def item_guid(self, item: SiteChange) -> str:
        """A name that never changes, wherever the page moves."""
        return tag(f"aenderung/{item.key}")

    def item_pubdate(self, item: SiteChange) -> datetime.datetime:
        return item.at

    item_updateddate = item_pubdate
