"""Pages that are in the index, as they are after a commit."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from wagtail.models import Page

from ogl_portal.search import indexing, synonyms
from ogl_portal.search.finder import Results, find
from ogl_portal.search.query import parse
from publications.models import DocumentPage, PublicationPage
from tests.factories import FileVersionFactory, Portal, PublicationPageFactory


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What a process remembers of synonyms belongs to the database of the test before."""
    synonyms.forget()
    cache.clear()
    yield
    synonyms.forget()


@pytest.fixture
def index(portal: Portal) -> Callable[[], None]:
    """Brings the index up to date with everything a test has made."""

    def update() -> None:
        for pk in Page.objects.values_list("pk", flat=True):
            indexing.reindex_page(pk)

    return update


@pytest.fixture
def search(portal: Portal) -> Callable[..., Results]:
    def ask(text: str, **filters: str) -> Results:
        return find(parse(text), filters)

    return ask


@pytest.fixture
def report(portal: Portal) -> PublicationPage:
    """A report whose PDF has three pages."""
    publication = PublicationPageFactory(parent=portal.publications, title="Offene Kommune", slug="offene-kommune")
    add_version(
        publication, ["Inhalt Einleitung 2 Losverfahren 3", "Zur Einleitung.", "Das Losverfahren im Bürgerrat."]
    )
    return publication


def add_version(publication: PublicationPage, texts: list[str], number: int = 1) -> None:
    version = FileVersionFactory(publication=publication, number=number, content=f"{texts}".encode())
    DocumentPage.objects.bulk_create(
        DocumentPage(version=version, number=i, label=f"{i - 1}" if i > 1 else "i", text=text)
        for i, text in enumerate(texts, start=1)
    )
