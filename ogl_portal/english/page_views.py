"""What English pages are given to show beside their own text."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from labs.directory import numbered_labs, points
from labs.map import build_map
from ogl_portal.core.models import SiteSettings
from ogl_portal.core.page_views import page_context
from ogl_portal.core.public import public
from ogl_portal.english.forms import FORM_WORDS, EnglishContactForm
from ogl_portal.english.models import EnglishHomePage, EnglishPage, Listing
from ogl_portal.english.words import KINDS, LANGUAGES, english_date, extent, land_name
from ogl_portal.pages.models import KeyFigure
from publications.enums import Language, PublicationKind
from publications.files import current_file_url
from publications.listing import publications_with_files
from publications.models import PublicationPage


@dataclass(frozen=True)
class Figure:
    value: str
    label: str


@dataclass(frozen=True)
class Result:
    """A publication with what is said of it in English. ``file`` is empty where there is none to be had."""

    publication: PublicationPage
    kind: str
    date: str
    language: str
    file: str
    file_url: str


@page_context.register
def home_context(page: EnglishHomePage, request: HttpRequest) -> dict[str, Any]:
    figures = KeyFigure.objects.exclude(label_en="").order_by("sort_order")
    return {
        "map": build_map(points(numbered_labs())),
        "figures": [Figure(figure.value, figure.label_en) for figure in figures],
        "children": list(public(EnglishPage.objects.child_of(page))),
    }


@page_context.register
def english_context(page: EnglishPage, request: HttpRequest) -> dict[str, Any]:
    match page.listing:
        case Listing.LABS:
            return {"labs": [(number, lab, [*map(land_name, lab.laender)]) for number, lab in numbered_labs()]}
        case Listing.RESULTS:
            return {"results": results()}
        case Listing.CONTACT:
            return {
                "settings": SiteSettings.for_request(request),
                "form": EnglishContactForm.for_request(request),
                "words": FORM_WORDS,
                "receipt": request.GET.get("eingang", "")[:20],
            }
    return {}


def results() -> list[Result]:
    """All public publications in the order of the German list."""
    return [
        Result(
            publication,
            KINDS[PublicationKind(publication.kind)],
            english_date(publication.date),
            LANGUAGES[Language(publication.language)],
            extent(version) if (version := publication.current_version) else "",
            current_file_url(publication) if version else "",
        )
        for publication in publications_with_files()
    ]
