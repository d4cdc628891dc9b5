"""News as Atom (RFC 4287) and JSON Feed 1.1."""

import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from labs.models import LabPage
from news.listing import live_news
from news.models import NewsIndexPage, NewsPage
from ogl_portal.core.fields import fuzzy
from ogl_portal.core.public import public
from ogl_portal.core.routing import page_at
from ogl_portal.web.atom import PortalFeed
from ogl_portal.web.feed_page import feed_page, is_looked_at, told_apart
from ogl_portal.web.own_address import tag

LIMIT = 50


def page_with_feeds(request: HttpRequest, folder: str) -> Page:
    """The index of news, or the lab, whose address is ``/folder``; its feeds lie beside it. Http404 for other pages."""
    return page_at(request, folder, public(Page.objects).type(NewsIndexPage, LabPage))


def is_lab(page: Page) -> bool:
    return page.specific_class is LabPage


def feed_items(page: Page) -> list[NewsPage]:
    """The newest news, of one lab where ``page`` is one."""
    news: QuerySet[NewsPage] = live_news().prefetch_related("topics", "corrections")
    return list((news.filter(labs=page.pk) if is_lab(page) else news)[:LIMIT])


def published(item: NewsPage) -> datetime.datetime:
    """The item's own date where it is known to the day or nothing else is known, else when it appeared here."""
    date = fuzzy(item.sort_date)
    if date and (date.day or not item.first_published_at):
        return datetime.datetime.combine(date.first_day, datetime.time(12), timezone.get_default_timezone())
    return item.first_published_at or timezone.now()


def modified(item: NewsPage) -> datetime.datetime:
    """When the item was last published."""
    return item.last_published_at or published(item)


def summary(item: NewsPage) -> str:
    """What the item says in a feed: its teaser, else its title; then what was corrected."""
    return "\n\n".join([item.teaser or item.title, *map(str, item.corrections_by_date())])


def item_id(item: NewsPage) -> str:
    """A name that never changes, wherever the page moves."""
    return tag(f"meldung/{item.translation_key}")


class NewsFeed(PortalFeed):
    """Atom feed; the view takes the folder that it lies in."""

    def get_object(self, request: HttpRequest, folder: str) -> Page:
        return page_with_feeds(request, folder)

    def title(self, page: Page) -> str:
        if is_lab(page):
            return f"Aktuelles: {page.title}"
        return f"Aktuelles aus {settings.SITE_NAME_DATIVE}"

    def link(self, page: Page) -> str:
        return page.get_url() or "/"

    def feed_url(self, page: Page) -> str:
        return f"{self.link(page)}atom.xml"

    def subtitle(self, page: Page) -> str:
        return "Meldungen des Labors" if is_lab(page) else "Meldungen aus den Laboren und dem Netzwerk"

    def items(self, page: Page) -> list[NewsPage]:
        return feed_items(page)

    def item_title(self, item: NewsPage) -> str:
        return item.distinct_title

    def item_description(self, item: NewsPage) -> str:
        return summary(item)

    def item_link(self, item: NewsPage) -> str:
        return item.full_url

    def item_guid(self, item: NewsPage) -> str:
        return item_id(item)

    def item_pubdate(self, item: NewsPage) -> datetime.datetime:
        return published(item)

    def item_extra_kwargs(self, item: NewsPage) -> dict[str, Any]:
        """The date as it is known, for people: Atom only has moments."""
        return {"known_date": item.sort_date}

    def item_updateddate(self, item: NewsPage) -> datetime.datetime:
        return modified(item)

    def item_categories(self, item: NewsPage) -> list[str]:
        return [str(topic) for topic in item.topics.all()]


@require_safe
def news_json(request: HttpRequest, folder: str) -> HttpResponse:
    """JSON Feed 1.1 of the same items."""
    page = page_with_feeds(request, folder)
    feed = NewsFeed()
    home = settings.BASE_URL + feed.link(page)
    if is_looked_at(request):
        as_page = feed.get_feed(page, request)
        return told_apart(feed_page(request, as_page.feed, as_page.items, f"{home}feed.json"))
    items: list[dict[str, Any]] = [
        {
            "id": item_id(item),
            "url": item.full_url,
            "title": item.distinct_title,
            "content_text": summary(item),
            "date_published": published(item).isoformat(),
            "date_modified": modified(item).isoformat(),
            "tags": [str(topic) for topic in item.topics.all()],
        }
        for item in feed_items(page)
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title(page),
        "home_page_url": home,
        "feed_url": home + "feed.json",
        "language": "de",
        "items": items,
    }
    answer = JsonResponse(document, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})
    return told_apart(answer)
