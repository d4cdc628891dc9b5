"""The sitemap: every public page, every topic, every current PDF."""

import datetime

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap
from wagtail.models import Page

from events.models import EventPage
from labs.models import topic_url
from ogl_portal.core.models import Topic
from publications.listing import live_publications
from publications.urls import current_file_url


class PageSitemap(WagtailSitemap):
    """Wagtail's own, less the internal events."""

    def items(self) -> list[Page]:
        internal = EventPage.objects.filter(audience="internal").values("pk")
        return super().items().exclude(pk__in=internal)


class TopicSitemap(Sitemap):
    def items(self) -> list[str]:
        return ["/themen/", "/suche/", *(topic_url(topic) for topic in Topic.objects.all())]

    def location(self, item: str) -> str:
        return item


class DocumentSitemap(Sitemap):
    def items(self) -> list[tuple[str, datetime.datetime]]:
        current = [(publication, publication.current_version) for publication in live_publications()]
        return [(current_file_url(publication), version.processed_at) for publication, version in current if version]

    def location(self, item: tuple[str, datetime.datetime]) -> str:
        return item[0]

    def lastmod(self, item: tuple[str, datetime.datetime]) -> datetime.datetime:
        return item[1]


def sitemaps(request: HttpRequest) -> dict[str, Sitemap]:
    """The sections of the sitemap for ``request``'s site."""
    return {"seiten": PageSitemap(request), "themen": TopicSitemap(), "dokumente": DocumentSitemap()}
