"""Things that are no pages: topics, literature, redirects, and the site itself."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from ogl_portal.core.models import Topic
from ogl_portal.operations.site_address import host_and_port
from ogl_portal.programme.content import ContentEntry
from ogl_portal.sync.log import SyncLog, SyncOutcome, content_hash, fingerprint
from publications.models import LiteratureAuthor, LiteratureEntry


def load_topics(sync_log: SyncLog, topics: tuple[ContentEntry, ...]) -> dict[str, Topic]:
    """Topics in the order of the file. Gives those that exist afterwards, by slug."""
    for order, topic in enumerate(topics, start=1):
        values = {**vars(topic), "sort_order": order}
        write(sync_log, f"topic:{topic.slug}", Topic, Topic.objects.filter(slug=topic.slug), values)
    return {topic.slug: topic for topic in Topic.objects.all()}


def load_literature(sync_log: SyncLog, entries: tuple[ContentEntry, ...]) -> None:
    for entry in entries:
        values = dict(vars(entry))
        authors = values.pop("authors")
        same = LiteratureEntry.objects.filter(slug=entry.slug)
        write(
            sync_log, f"literature:{entry.slug}", LiteratureEntry, same, values, partial(set_authors, authors=authors)
        )


def set_authors(entry: LiteratureEntry, authors: list[ContentEntry]) -> None:
    entry.authors = [LiteratureAuthor(sort_order=number, **vars(author)) for number, author in enumerate(authors)]


def load_redirects(sync_log: SyncLog, redirects: tuple[ContentEntry, ...], pages: dict[str, Page]) -> None:
    """Addresses of the old site. They name pages, so they follow when a page is moved."""
    for redirect in redirects:
        if (page := pages.get(redirect.new)) is None:
            continue
        old_path = Redirect.normalise_path(redirect.old)
        same = Redirect.objects.filter(old_path=old_path, site=None)
        values = {"old_path": old_path, "redirect_page_id": page.pk, "is_permanent": True}
        write(sync_log, f"redirect:{redirect.old}", Redirect, same, values)


def load_site(sync_log: SyncLog, home: Page, title: str) -> None:
    """Let the default site start at ``home``, under the address that the settings name."""
    hostname, port = host_and_port(settings.BASE_URL)
    values = {
        "hostname": hostname,
        "port": port,
        "site_name": title,
        "root_page_id": home.pk,
        "is_default_site": True,
    }
    sites = Site.objects.filter(is_default_site=True)
    welcome = _untouched_welcome_page()
    if welcome and not sync_log.entry("site"):
        sites.filter(root_page=welcome).delete()
    write(sync_log, "site", Site, sites, values)
    if welcome and not welcome.sites_rooted_here.exists():
        welcome.delete()


def _untouched_welcome_page() -> Page | None:
    """The page that Wagtail's first migration makes, as long as nobody has saved it or put a page below it."""
    return Page.objects.filter(
        depth=2, slug="home", content_type__app_label="wagtailcore", numchild=0, latest_revision=None
    ).first()


def write(
    sync_log: SyncLog,
    key: str,
    model: type[models.Model],
    same: models.QuerySet[Any],
    values: dict[str, Any],
    set_children: Callable[[Any], None] | None = None,
) -> SyncOutcome:
    """Make or update the object behind ``key`` with ``values`` where the sync log lets it.

    ``same`` finds an object of somebody else that stands where a new one would; it is left alone then.
    """
    entry = sync_log.entry(key)
    found = (model._default_manager.filter(pk=entry.object_id) if entry else same).first()
    children = {name: value for name, value in values.items() if isinstance(value, list | tuple)}
    hash_of_content = content_hash({**values, **children})
    outcome = sync_log.decide(key, exists=found is not None, state=state_of(found, values), content=hash_of_content)
    if outcome in (SyncOutcome.CREATED, SyncOutcome.UPDATED):
        thing = found or model()
        for name, value in values.items():
            setattr(thing, name, value)
        if set_children:
            set_children(thing)
        thing.full_clean()
        thing.save()
        sync_log.record(key, thing, state=state_of(thing, values), content=hash_of_content)
    sync_log.counts[outcome] += 1
    return outcome


def state_of(thing: Any, values: dict[str, Any]) -> str:
    """A fingerprint of the fields that the loader writes, and of the children of a clusterable thing."""
    if thing is None:
        return ""
    state = {name: getattr(thing, name) for name in values}
    if hasattr(thing, "authors"):
        state["authors"] = [
            [a.family_name, a.given_name, a.body_name, *["editor"] * a.is_editor] for a in thing.authors.all()
        ]
    return fingerprint(state)
