"""Addresses of citations; they stand before Wagtail's, which would take them for pages."""

from django.urls import path, re_path

from publications.citation import views
from publications.citation.formats import FORMATS
from publications.citation.unapi import PATH

_EXTENSIONS = "|".join(item.extension for item in FORMATS)

urlpatterns = [
    path(PATH.removeprefix("/"), views.unapi_server, name="unapi"),
    re_path(rf"^(?P<folder>(?:[\w-]+/)+)zitat\.(?P<extension>{_EXTENSIONS})$", views.publication_citation),
    re_path(rf"^(?P<folder>(?:[\w-]+/)+)literatur\.(?P<extension>{_EXTENSIONS})$", views.literature_citations),
]
