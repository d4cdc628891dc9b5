"""The archive of the news: a page for each year, and the list of these pages."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from news.listing import news_list
from news.models import NewsIndexPage, NewsPage, years_with_news
from ogl_portal.core.navigation import Crumb
from ogl_portal.core.page_views import view_below
from ogl_portal.german.dates import MONTHS
from ogl_portal.page_cache.facts import remembered

PAGE_SIZE = 60


@dataclass(frozen=True)
class Year:
    """A year with news; ``count`` is the number of items on its page."""

    year: str
    count: int
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class NewsMonth:
    """News of one month; ``title`` is »Juni 2022«, or »2022, ohne Monat« where no month is recorded."""

    title: str
    items: list[NewsPage]


def archive_years(index_url: str, current: str = "") -> list[Year]:
    """The years with public news, newest first; one query, or none where they are remembered."""
    years = remembered("news-years", years_with_news)
    return [Year(year, count, f"{index_url}archiv/{year}/", year == current) for year, count in years]


def by_month(items: list[NewsPage]) -> list[NewsMonth]:
    """Group news that are sorted by date."""
    return [NewsMonth(_month_title(key), list(group)) for key, group in groupby(items, lambda item: item.sort_date[:7])]


@view_below.register
def archive_view(index: NewsIndexPage, request: HttpRequest, year: str) -> HttpResponse:
    """The page of one year, filtered by lab and topic; without a year all years. Raises Http404 for an empty year."""
    index_url = index.get_url(request)
    years = archive_years(index_url, year)
    crumbs = [*index.breadcrumbs(), Crumb("Archiv", f"{index_url}archiv/")]
    address = f"{index.get_full_url(request)}archiv/"
    context: dict[str, Any] = {"page": index, "years": years, "breadcrumbs": crumbs, "canonical_url": address}
    if not year:
        return render(request, "news/archive.html", context)
    if not any(item.is_current for item in years):
        raise Http404(f"Aus dem Jahr {year} gibt es keine Meldung.")
    listing = news_list(request.GET, year=year, size=PAGE_SIZE)
    number = listing.page.number
    context |= {
        "year": year,
        "listing": listing,
        "months": by_month(list(listing.page.object_list)),
        "breadcrumbs": [*crumbs, Crumb(year, request.path)],
        # A page of the whole year is an address of its own; a filtered one belongs to the year.
        "canonical_url": f"{address}{year}/" + (f"?seite={number}" if number > 1 and not listing.is_filtered else ""),
    }
    return render(request, "news/archive_year.html", context)


def _month_title(key: str) -> str:
    year, _, month = key.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month else f"{year}, ohne Monat"
