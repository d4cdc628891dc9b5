"""Lists of news items, filtered and paged for templates."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.http import QueryDict

from labs.directory import lab_titles
from news.models import NewsPage
from ogl_portal.core.fields import by_time
from ogl_portal.core.filters import Filter, QueryFacet, filter_queryset
from ogl_portal.core.models import Topic
from ogl_portal.core.public import public
from ogl_portal.media.pictures import LIST, with_renditions

PAGE_SIZE = 20
NEWEST_FIRST = (by_time("sort_date"), "-first_published_at", "-pk")


@dataclass(frozen=True)
class NewsListing:
    page: Page
    filters: list[Filter]
    is_filtered: bool
    query: str


def live_news() -> QuerySet[NewsPage]:
    """Public news, newest first, with what a list shows; two queries."""
    return public(NewsPage.objects).prefetch_related("labs").order_by(*NEWEST_FIRST)


def news_list(query: QueryDict, year: str = "", size: int = PAGE_SIZE) -> NewsListing:
    """News that match ``labor``, ``thema`` and ``jahr``; counted in the database, so it stays fast with thousands.

    With ``year`` only news of that year, which then is no filter.
    """
    base = public(NewsPage.objects).annotate(year=Substr("sort_date", 1, 4))
    facets = [
        QueryFacet("labor", "Labor", "labs__slug", lab_titles()),
        QueryFacet("thema", "Thema", "topics__slug", {topic.slug: str(topic) for topic in Topic.objects.all()}),
    ]
    if year:
        base = base.filter(year=year)
    else:
        facets.append(QueryFacet("jahr", "Jahr", "year"))
    found = filter_queryset(base, facets, query)
    matching = live_news().filter(pk__in=found.items.order_by().values("pk"))
    page = Paginator(matching.select_related("picture").prefetch_related(with_renditions(LIST)), size)
    return NewsListing(page.get_page(query.get("seite")), found.filters, found.is_filtered, found.query)


def related_news(item: NewsPage, limit: int = 3) -> list[NewsPage]:
    """Other news of the same labs, newest first."""
    labs = [lab.pk for lab in item.labs.all()]
    if not labs:
        return []
    return list(live_news().filter(labs__in=labs).exclude(pk=item.pk).distinct()[:limit])
