"""One run of the loader: first every page as an unpublished stub, then the content, so that links find their pages."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from ogl_portal.german.dates import FuzzyDate
from ogl_portal.jobs.locks import Lock, lock_until_commit
from ogl_portal.pages.models import HomePage
from ogl_portal.programme import content
from ogl_portal.programme.loader import records
from ogl_portal.programme.loader.documents import attach_document
from ogl_portal.programme.loader.fields import Context, fill, page_model
from ogl_portal.sync.log import Ledger, SyncOutcome, content_hash

Report = Callable[[str], None]

HOME_SLUG = "start"  # seen in the page tree of the admin only


@dataclass(frozen=True)
class Planned:
    """A page that is to be written: what it is made of, the page itself, and whether it is new."""

    source: content.PageSource
    page: Page
    outcome: SyncOutcome


def load(programme: content.Programme, report: Report) -> Counter[SyncOutcome]:
    """Write the programme into the database and count what was done.

    All or nothing, apart from the sample PDFs: they follow once the pages stand, one by one, since each is processed
    on its own. Two runs at once wait for each other.
    """
    with transaction.atomic():
        lock_until_commit(Lock.PROGRAMME)
        ledger = Ledger()
        report("Themen und Literatur …")
        topics = records.load_topics(ledger, programme.topics)
        records.load_literature(ledger, programme.literature)
        report("Seiten …")
        pages, planned = _make_stubs(ledger, programme)
        if home := pages.get(""):
            records.load_site(ledger, home, programme.home.title)
        context = Context(pages, topics)
        for item in planned:
            _write_page(ledger, item, context)
        records.load_redirects(ledger, programme.redirects, pages)
    for publication in programme.publications:
        with transaction.atomic():
            lock_until_commit(Lock.PROGRAMME)
            ledger.read()
            outcome = attach_document(ledger, publication, pages.get(publication.path))
        if outcome in (SyncOutcome.CREATED, SyncOutcome.UPDATED):
            report(f"Musterdatei: {publication.slug}.pdf {outcome}")
    return ledger.counts


def _make_stubs(ledger: Ledger, programme: content.Programme) -> tuple[dict[str, Page], list[Planned]]:
    """All pages that exist or shall exist, by path, and those among them that shall be written."""
    pages: dict[str, Page] = {}
    planned: list[Planned] = []
    for source in programme.page_sources():
        parent = Page.get_first_root_node() if source.path == "" else pages.get(source.path.rpartition("/")[0])
        page = _find(ledger, source, parent)
        outcome = ledger.decide(_key(source), exists=page is not None, state=_state(page), content=content_hash(source))
        if outcome == SyncOutcome.CREATED and parent is None:  # staff deleted what it would stand below
            outcome = SyncOutcome.KEPT
        if outcome == SyncOutcome.CREATED and parent is not None:
            slug = source.path.rpartition("/")[2] or HOME_SLUG
            page = parent.add_child(instance=page_model(source)(title=source.title, slug=slug, live=False))
        if page is not None:
            pages[source.path] = page
        if page is not None and outcome in (SyncOutcome.CREATED, SyncOutcome.UPDATED):
            planned.append(Planned(source, page, outcome))
        ledger.counts[outcome] += 1
    return pages, planned


def _find(ledger: Ledger, source: content.PageSource, parent: Page | None) -> Page | None:
    """The page that was loaded from ``source``, or one of somebody else in its place."""
    if entry := ledger.entry(_key(source)):
        return Page.objects.filter(pk=entry.object_id).first()
    if isinstance(source, content.HomeSource):
        return HomePage.objects.first()
    slug = source.path.rpartition("/")[2]
    return Page.objects.child_of(parent).filter(slug=slug).first() if parent else None


def _write_page(ledger: Ledger, item: Planned, context: Context) -> None:
    page = item.page.specific
    fill(page, item.source, context)
    if item.outcome == SyncOutcome.CREATED and isinstance(item.source, content.NewsSource):
        page.first_published_at = _noon(item.source.dates[0])
        Page.objects.filter(pk=page.pk).update(first_published_at=page.first_published_at)
    page.save_revision().publish()
    page.refresh_from_db()
    ledger.record(_key(item.source), page, state=_state(page), content=content_hash(item.source))


def _key(source: content.PageSource) -> str:
    return f"page:{source.path}"


def _state(page: Page | None) -> str:
    """Changes with every saved draft, and when a page is unpublished."""
    return f"{page.latest_revision_id} {page.live}" if page else ""


def _noon(date: str) -> datetime.datetime:
    """Noon of the first day of a fuzzy date, so that the day is the same in every time zone near."""
    noon = datetime.datetime.combine(FuzzyDate.parse(date).first_day, datetime.time(12))
    return timezone.make_aware(noon)
