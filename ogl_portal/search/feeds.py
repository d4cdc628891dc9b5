"""Any search as an Atom feed: subscribed to, it tells of what is new."""

import datetime
import html
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from ogl_portal.core.fields import fuzzy
from ogl_portal.search import facets
from ogl_portal.search.finder import SearchResult, find
from ogl_portal.search.query import parse
from ogl_portal.web.atom import PortalFeed

LIMIT = 50


class SearchFeed(PortalFeed):
    """The results for the address's query and filters, what is dated first and newest first."""

    def get_object(self, request: HttpRequest) -> dict[str, Any]:
        query, filters = parse(request.GET.get("q", "")), facets.read_filters(request.GET)
        found = find(query, filters, size=LIMIT)
        return {"words": query.text, "address": facets.address(query.text, filters), "results": found.results}

    def title(self, search: dict[str, Any]) -> str:
        return f"Suche nach »{search['words']}«"

    def link(self, search: dict[str, Any]) -> str:
        return f"{reverse('search')}?{search['address']}"

    def feed_url(self, search: dict[str, Any]) -> str:
        return f"{reverse('search_feed')}?{search['address']}"

    def items(self, search: dict[str, Any]) -> list[SearchResult]:
        return sorted(search["results"], key=lambda result: result.date, reverse=True)

    def item_title(self, item: SearchResult) -> str:
        return f"{item.mark}: {item.plain_title}" if item.mark else item.plain_title

    def item_description(self, item: SearchResult) -> str:
        return html.unescape(strip_tags(str(item.excerpt)))

    def item_link(self, item: SearchResult) -> str:
        return item.url

    def item_guid(self, item: SearchResult) -> str:
        return settings.BASE_URL + item.url

    def item_pubdate(self, item: SearchResult) -> datetime.datetime | None:
        if not item.date:
            return None
        day = datetime.date.fromisoformat(item.date)
        return datetime.datetime.combine(day, datetime.time(12), timezone.get_default_timezone())

    def item_extra_kwargs(self, item: SearchResult) -> dict[str, Any]:
        """The date as it is known, for people: Atom only has moments."""
        date = fuzzy(item.when)
        return {"known_date": date.edtf if date else ""}

    def item_updateddate(self, item: SearchResult) -> datetime.datetime | None:
        """An entry needs one (RFC 4287, section 4.1.2); without a date of its own it is that of the index."""
        return self.item_pubdate(item) or item.read_at
