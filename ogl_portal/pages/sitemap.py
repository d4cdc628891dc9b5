"""The sitemap: every public page, every topic, every current PDF with the parts of its reading view."""

import datetime

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap
from wagtail.models import Page

from labs.models import LabIndexPage
from ogl_portal.core.models import Topic
from ogl_portal.core.public import public
from publications.files import current_file_url
from publications.listing import publications_with_files
from publications.reading_address import PAGES_OF_A_PART, part_address


class PageSitemap(WagtailSitemap):
    """Wagtail's own, less the internal events."""

    def items(self) -> list[Page]:
        return public(super().items())


class TopicSitemap(Sitemap):
    """Addresses beside the page tree."""

    def items(self) -> list[str]:
        finders = [f"{index.get_url()}kommune-wie-meine/" for index in public(LabIndexPage.objects)]
        topics = [topic.url for topic in Topic.objects.all()]
        return [*map(reverse, ("topics", "search", "changes", "report_barrier")), *finders, *topics]

    def location(self, item: str) -> str:
        return item


class DocumentSitemap(Sitemap):
    def items(self) -> list[tuple[str, datetime.datetime]]:
        found: list[tuple[str, datetime.datetime]] = []
        for publication in publications_with_files():
            version = publication.current_version
            if version is None:
                continue
            found.append((current_file_url(publication), version.processed_at))
            if version.has_text:
                firsts = range(1, (version.page_count or 1) + 1, PAGES_OF_A_PART)
                parts = [part_address(publication.get_url() or "", first) for first in firsts]
                found += [(part, version.processed_at) for part in parts]
        return found

    def location(self, item: tuple[str, datetime.datetime]) -> str:
        return item[0]

    def lastmod(self, item: tuple[str, datetime.datetime]) -> datetime.datetime:
        return item[1]


def sitemaps(request: HttpRequest) -> dict[str, Sitemap]:
    """The sections of the sitemap for ``request``'s site."""
    return {"seiten": PageSitemap(request), "themen": TopicSitemap(), "dokumente": DocumentSitemap()}
