"""The sitemap: every public page, every topic, every current PDF with the parts of its reading view."""

from collections.abc import Iterator
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap
from wagtail.contrib.sitemaps.views import index, sitemap
from wagtail.models import Page

from labs.models import LabIndexPage
from ogl_portal.core.models import Topic
from ogl_portal.core.public import public
from publications.files import current_file_url
from publications.listing import publications_with_files
from publications.models import FileVersion, PublicationPage
from publications.reading_address import PAGES_OF_A_PART, part_address

XML = "application/xml; charset=utf-8"


class PageSitemap(WagtailSitemap):
    """Wagtail's own, less the internal events."""

    limit = 500

    def items(self) -> list[Page]:
        return public(super().items())

    def get_latest_lastmod(self) -> None:
        """The index would read all of them for it."""


class TopicSitemap(Sitemap):
    """Addresses beside the page tree."""

    def items(self) -> list[str]:
        finders = [f"{labs.get_url()}kommune-wie-meine/" for labs in public(LabIndexPage.objects)]
        topics = [topic.url for topic in Topic.objects.all()]
        return [*map(reverse, ("topics", "search", "changes", "report_barrier")), *finders, *topics]

    def location(self, item: str) -> str:
        return item


class DocumentSitemap(Sitemap):
    """A publication with a file has an address for that, and one for each part of its reading view."""

    limit = 100  # publications; few have more than ten parts

    def items(self) -> QuerySet[PublicationPage]:
        return publications_with_files()

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        return [
            {"location": f"{protocol}://{domain}{address}", "lastmod": version.processed_at}
            for publication in self.paginator.page(page).object_list
            if (version := publication.current_version)
            for address in _addresses_of_file(publication, version)
        ]

    def get_latest_lastmod(self) -> None:
        """The index would read all of them for it."""


def _addresses_of_file(publication: PublicationPage, version: FileVersion) -> Iterator[str]:
    yield current_file_url(publication)
    if version.has_text:
        for first in range(1, (version.page_count or 1) + 1, PAGES_OF_A_PART):
            yield part_address(publication.get_url() or "", first)


def sitemaps(request: HttpRequest) -> dict[str, Sitemap]:
    """The sections of the sitemap for ``request``'s site."""
    return {"seiten": PageSitemap(request), "themen": TopicSitemap(), "dokumente": DocumentSitemap()}


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """All addresses; where they are many, an index of files that hold some each (sitemaps.org, »Sitemap index«)."""
    found = sitemaps(request)
    if all(section.paginator.num_pages == 1 for section in found.values()):
        return sitemap(request, found, content_type=XML)
    return index(request, found, sitemap_url_name="sitemap_section", content_type=XML)


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    """One file of the index; ``p`` counts those of the section."""
    return sitemap(request, sitemaps(request), section=section, content_type=XML)
