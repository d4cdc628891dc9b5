"""The page »Kommune wie meine«."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from labs.models import LabIndexPage
from labs.places.official import official_count
from labs.similar.finder import similar_labs
from ogl_portal.core.navigation import Crumb
from ogl_portal.core.page_views import view_below

TITLE = "Kommune wie meine"


@view_below.register
def finder_view(page: LabIndexPage, request: HttpRequest, name: str) -> HttpResponse:
    """Form, and for a known place its labs; an unknown one gets an answer too, with status 200."""
    context = {
        "page": page,
        "breadcrumbs": [*page.breadcrumbs(), Crumb(TITLE, request.path)],
        "directory_url": page.get_url(request),
        "answer": similar_labs(request.GET),
        "count": official_count(),
    }
    return render(request, "labs/finder.html", context)
