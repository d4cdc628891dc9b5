"""Addresses of a publication's files, beside its landing page (contract; Google Scholar asks for the same folder)."""

from django.urls import re_path

from publications import views
from publications.models.publication import PublicationPage

urlpatterns = [
    re_path(r"^(?P<folder>(?:[\w-]+/)+)bild-(?P<number>\d{1,4})-(?P<name>[\w-]+)\.webp$", views.figure),
    re_path(r"^(?P<folder>(?:[\w-]+/)+)(?P<name>[\w-]+)-v(?P<number>[1-9]\d{0,3})\.pdf$", views.version_file),
    re_path(r"^(?P<folder>(?:[\w-]+/)+)(?P<name>[\w-]+)\.pdf$", views.current_file),
    re_path(
        r"^(?P<folder>(?:[\w-]+/)+)titelbild-(?P<number>\d{1,4})-(?P<width>\d{2,4})\.(?P<kind>avif|webp|jpg)$",
        views.cover,
    ),
]


def current_file_url(publication: PublicationPage) -> str:
    """``/ergebnisse/<slug>/<slug>.pdf``: always the current version."""
    return f"{publication.get_url()}{publication.slug}.pdf"


def version_file_url(publication: PublicationPage, number: int) -> str:
    """``/ergebnisse/<slug>/<slug>-v<N>.pdf``: this version for good."""
    return f"{publication.get_url()}{publication.slug}-v{number}.pdf"
