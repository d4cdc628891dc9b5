"""Atom (RFC 4287) as Django writes it, with two faults mended."""

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from ogl_portal.text.characters import printable
from ogl_portal.web.feed_page import feed_page, is_looked_at, told_apart


class PlainAtomFeed(Atom1Feed):
    """A feed of plain text. Summaries are said to be text, and no character of any item can break the whole feed.

    Django declares every summary as HTML, so readers would take »a < b« for a tag; and its writer raises an error for
    characters that XML 1.0 cannot hold (or lets U+FFFE through), which takes the feed from everybody.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.feed = _printable(self.feed)

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*args, **kwargs)
        self.items[-1] = _printable(self.items[-1])

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"])


_ADDRESSES = ("link", "feed_url", "item_link")


class PortalFeed(Feed):
    """A feed of this site: plain text, named by its own address, and a page for whoever opens it in a browser."""

    feed_type = PlainAtomFeed
    author_name = settings.WAGTAIL_SITE_NAME

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_looked_at(request):
            return told_apart(super().__call__(request, *args, **kwargs))
        feed = self.get_feed(self.get_object(request, *args, **kwargs), request)
        return told_apart(feed_page(request, feed.feed, feed.items, feed.feed["feed_url"]))

    def feed_guid(self, obj: Any) -> str:
        return str(self._get_dynamic_attr("feed_url", obj))

    def _get_dynamic_attr(self, attname: str, obj: Any, default: Any = None) -> Any:
        """Addresses as pages and citations have them, whichever host the feed was asked at."""
        found = super()._get_dynamic_attr(attname, obj, default)  # type: ignore[misc]  # Django's; the stubs leave it out
        if attname not in _ADDRESSES or not found:
            return found
        return f"{settings.BASE_URL}{found}" if str(found).startswith("/") else str(found)


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(part) for part in value]
    return value
