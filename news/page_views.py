"""What the pages of news are given to show."""

from typing import Any

from django.http import HttpRequest

from labs.directory import fetch_named_labs
from news.archive import archive_years
from news.listing import news_list, related_news
from news.models import NewsIndexPage, NewsPage
from ogl_portal.core.facts import Fact, FactValue, counted, fact, facts_of
from ogl_portal.core.fields import fuzzy
from ogl_portal.core.page_views import page_context
from ogl_portal.core.related import fetch_related
from ogl_portal.media.lead_picture import lead_picture
from ogl_portal.media.models import PortalImage
from ogl_portal.media.pictures import LEAD, LIST, PicturePlace, pictures_in_body, pictures_on


@page_context.register
def index_context(index: NewsIndexPage, request: HttpRequest) -> dict[str, Any]:
    return {"listing": news_list(request.GET), "years": archive_years(index.get_url(request))}


@page_context.register
def news_context(item: NewsPage, request: HttpRequest) -> dict[str, Any]:
    if item.pk:  # the page asks for these again and again; what a draft has changed counts all the same
        fetch_related([item], "topics", "corrections")
        fetch_named_labs([item])
    return {"dates": item.date_list, "related": related_news(item), "corrections": item.corrections_by_date()}


@pictures_on.register
def news_pictures(item: NewsPage) -> list[tuple[PortalImage, PicturePlace]]:
    own = [(picture, place) for picture in lead_picture(item) for place in (LEAD, LIST)]
    return [*own, *pictures_in_body(item)]


@facts_of.register
def news_facts(item: NewsPage) -> list[Fact]:
    dates = [date for text in item.date_list if (date := fuzzy(text))]
    return [
        Fact("Datum", [FactValue(str(date), datetime=date.edtf) for date in dates]),
        fact("Ort", item.place),
        counted("Labor", "Labore", [FactValue(lab.title, lab.url or "") for lab in item.live_labs]),
        counted("Thema", "Themen", [FactValue(str(topic), topic.url) for topic in item.topics.all()]),
        Fact("Quelle", [FactValue(item.source_url, item.source_url)] if item.source_url else []),
    ]
