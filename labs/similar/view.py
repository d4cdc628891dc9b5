"""The page »Kommune wie meine«."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from labs.similar.finder import similar_labs
from ogl_portal.core.navigation import Crumb

if TYPE_CHECKING:
    from labs.models import LabIndexPage

TITLE = "Kommune wie meine"


def finder_view(request: HttpRequest, page: "LabIndexPage") -> HttpResponse:
    """Form, and for a known place its labs; an unknown one gets an answer too, with status 200."""
    context = {
        "page": page,
        "breadcrumbs": [*page.breadcrumbs(), Crumb(TITLE, request.path)],
        "directory_url": page.get_url(request),
        "answer": similar_labs(request.GET),
    }
    return render(request, "labs/finder.html", context)
