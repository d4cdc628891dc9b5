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
from ogl_portal.programme.content import PAGE_MODELS, ContentEntry, Programme
from ogl_portal.programme.loader import records
from ogl_portal.programme.loader.documents import attach_document
from ogl_portal.programme.loader.fields import Context, fill, stated
from ogl_portal.sync.log import SyncLog, SyncOutcome, content_hash, page_state

Report = Callable[[str], None]

HOME_SLUG = "start"  # seen in the page tree of the admin only


@dataclass(frozen=True)
class Planned:
    """A page that is to be written: what it is made of, the page itself, and whether it is new."""

    entry: ContentEntry
    page: Page
    outcome: SyncOutcome


def load(programme: Programme, report: Report) -> Counter[SyncOutcome]:
    """Write the programme into the database and count what was done.

    All or nothing, apart from the sample PDFs: they follow once the pages stand, one by one, since each is processed
    on its own. Two runs at once wait for each other.
    """
    with transaction.atomic():
        lock_until_commit(Lock.PROGRAMME)
        sync_log = SyncLog()
        report("Themen und Literatur …")
        topics = records.load_topics(sync_log, programme.topics)
        records.load_literature(sync_log, programme.literature)
        report("Seiten …")
        pages, planned = _make_stubs(sync_log, programme)
        if home := pages.get(""):
            records.load_site(sync_log, home, programme.home.title)
        context = Context(pages, topics)
        for item in planned:
            _write_page(sync_log, item, context)
        records.load_redirects(sync_log, programme.redirects, pages)
    for publication in programme.publications:
        with transaction.atomic():
            lock_until_commit(Lock.PROGRAMME)
            sync_log.read()
            outcome = attach_document(sync_log, publication, pages.get(publication.path))
        if outcome in (SyncOutcome.CREATED, SyncOutcome.UPDATED):
            report(f"Musterdatei: {publication.slug}.pdf {outcome}")
    return sync_log.counts


def _make_stubs(sync_log: SyncLog, programme: Programme) -> tuple[dict[str, Page], list[Planned]]:
    """All pages that exist or shall exist, by path, and those among them that shall be written."""
    pages: dict[str, Page] = {}
    planned: list[Planned] = []
    for entry in programme.page_entries():
        parent = Page.get_first_root_node() if entry.path == "" else pages.get(entry.path.rpartition("/")[0])
        page = _find(sync_log, entry, parent)
        state = page_state(page)
        outcome = sync_log.decide(_key(entry), exists=page is not None, state=state, content=content_hash(entry))
        if outcome == SyncOutcome.CREATED and parent is None:  # staff deleted what it would stand below
            outcome = SyncOutcome.KEPT
        if outcome == SyncOutcome.CREATED and parent is not None:
            slug = entry.path.rpartition("/")[2] or HOME_SLUG
            page = PAGE_MODELS[entry.type](title=entry.title, slug=slug, live=False)
            if german := _german_version(entry, pages):
                page.translation_key = german.translation_key
            parent.add_child(instance=page)
        if page is not None:
            pages[entry.path] = page
        if page is not None and outcome in (SyncOutcome.CREATED, SyncOutcome.UPDATED):
            planned.append(Planned(entry, page, outcome))
        else:
            sync_log.counts[outcome] += 1
    return pages, planned


def _german_version(entry: ContentEntry, pages: dict[str, Page]) -> Page | None:
    """The page that ``entry`` says in English."""
    path = getattr(entry, "german", "")
    return pages.get("" if path == "/" else path) if path else None


def _find(sync_log: SyncLog, entry: ContentEntry, parent: Page | None) -> Page | None:
    """The page that was loaded from ``entry``, or one of somebody else in its place."""
    if loaded := sync_log.entry(_key(entry)):
        return Page.objects.filter(pk=loaded.object_id).first()
    if entry.type == "home":
        return HomePage.objects.first()
    slug = entry.path.rpartition("/")[2]
    return Page.objects.child_of(parent).filter(slug=slug).first() if parent else None


def _write_page(sync_log: SyncLog, item: Planned, context: Context) -> None:
    """Fill and publish a page. Where the content was only written down in another way, there is nothing to publish."""
    page, entry, outcome = item.page.specific, item.entry, item.outcome
    before = stated(page)
    fill(page, entry, context)
    if outcome == SyncOutcome.UPDATED and stated(page) == before:
        outcome = SyncOutcome.UNCHANGED
    else:
        if outcome == SyncOutcome.CREATED and entry.type == "news":
            page.first_published_at = _noon(entry.dates[0].date)
            Page.objects.filter(pk=page.pk).update(first_published_at=page.first_published_at)
        page.save_revision().publish()
        page.refresh_from_db()
    sync_log.record(_key(entry), page, state=page_state(page), content=content_hash(entry))
    sync_log.counts[outcome] += 1


def _key(entry: ContentEntry) -> str:
    return f"page:{entry.path}"


def _noon(date: str) -> datetime.datetime:
    """Noon of the first day of a fuzzy date, so that the day is the same in every time zone near."""
    noon = datetime.datetime.combine(FuzzyDate.parse(date).first_day, datetime.time(12))
    return timezone.make_aware(noon)
