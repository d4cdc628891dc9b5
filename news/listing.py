"""Lists of news items, filtered and paged for templates."""

from dataclasses import dataclass
from functools import cache

from django.core.paginator import Page
from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.http import QueryDict

from labs.directory import fetch_named_labs, lab_titles, prefetch_named_labs
from news.models import NewsPage
from ogl_portal.core.fields import by_time
from ogl_portal.core.filters import Filter, QueryFacet, filter_queryset
from ogl_portal.core.lists import ListPaginator, for_lists
from ogl_portal.core.models import Topic
from ogl_portal.core.prepared import Given, GivenList, Prepared
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
    return public(NewsPage.objects).prefetch_related(prefetch_named_labs()).order_by(*NEWEST_FIRST)


def news_list(query: QueryDict, year: str = "", size: int = PAGE_SIZE) -> NewsListing:
    """News that match ``labor``, ``thema`` and ``jahr``; counted in the database, so it stays fast with thousands.

    With ``year`` (one that there are news of) only news of that year, which then is no filter.
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
    name = f"news{year}"
    found = filter_queryset(base, facets, query, name)
    matching = for_lists(live_news()).filter(found.matching)
    if year:
        matching = matching.filter(sort_date__startswith=year)
    matching = matching.select_related("picture").prefetch_related(with_renditions(LIST))
    page = ListPaginator(matching, size, name, found.length).get_page(query.get("seite"))
    return NewsListing(page, found.filters, found.is_filtered, found.query)


def related_news(item: NewsPage, limit: int = 3) -> list[NewsPage]:
    """Other news of the same labs, newest first."""
    labs = [lab.pk for lab in item.labs.all()]
    if not labs:
        return []
    found = _of_labs(limit)(labs=labs, item=item.pk)
    fetch_named_labs(found)
    return found


@cache
def _of_labs(limit: int) -> Prepared[NewsPage]:
    of_labs = NewsPage.labs.through.objects.filter(labpage__in=GivenList("labs")).values("newspage")
    others = for_lists(live_news()).prefetch_related(None)
    return Prepared(lambda: others.filter(pk__in=of_labs).exclude(pk=Given("item"))[:limit])
