"""The programme's content as ``reading`` gives it: each table of ``content/*.toml`` with the fields of its model.

What a field is called, what it may hold and whether it is needed is said by the model alone.

Rich text is a small part of HTML (``loader.markup.ALLOWED_TAGS``). A link inside the portal reads
``href="page:labore/x"``: the path below the home page, empty for the home page itself.
"""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from events.models import EventIndexPage, EventPage
from labs.models import LabIndexPage, LabPage
from news.models import NewsIndexPage, NewsPage
from ogl_portal.accessibility.models import StatementPage
from ogl_portal.english.models import EnglishHomePage, EnglishPage
from ogl_portal.legal.models import EasyLanguagePage, ImprintPage, PrivacyPage, SignLanguagePage
from ogl_portal.pages.models import ContactPage, HomePage, StandardPage
from publications.models import LiteraturePage, PublicationIndexPage, PublicationPage

PAGE_MODELS: dict[str, type[Page]] = {
    "home": HomePage,
    "standard": StandardPage,
    "contact": ContactPage,
    "lab_index": LabIndexPage,
    "publication_index": PublicationIndexPage,
    "news_index": NewsIndexPage,
    "event_index": EventIndexPage,
    "literature": LiteraturePage,
    "easy_language": EasyLanguagePage,
    "sign_language": SignLanguagePage,
    "imprint": ImprintPage,
    "privacy": PrivacyPage,
    "statement": StatementPage,
    "english_home": EnglishHomePage,
    "english": EnglishPage,
    "lab": LabPage,
    "publication": PublicationPage,
    "news": NewsPage,
    "event": EventPage,
}


class ContentEntry(SimpleNamespace):
    """A table of the content. It has all ``content_fields`` of its model, with the model's default where it is silent.

    Links to pages are paths, labs and topics are slugs, the blocks of a body are tables, children are entries. An entry
    that becomes a page has a ``path`` and a ``type`` (of ``PAGE_MODELS``) besides; an English one may name the
    ``german`` page that it is a version of, by its path (here »/« for the start page).
    """


@dataclass(frozen=True)
class Programme:
    """Everything; pages come sorted so that a parent stands before its children."""

    pages: tuple[ContentEntry, ...]
    topics: tuple[ContentEntry, ...]
    labs: tuple[ContentEntry, ...]
    publications: tuple[ContentEntry, ...]
    news: tuple[ContentEntry, ...]
    events: tuple[ContentEntry, ...]
    literature: tuple[ContentEntry, ...]
    redirects: tuple[ContentEntry, ...]  # ``old``: path and query string of the old site; ``new``: the path of a page

    @property
    def home(self) -> ContentEntry:
        return self.pages[0]

    def page_entries(self) -> list[ContentEntry]:
        """All that becomes a page, a parent before its children."""
        return [*self.pages, *self.labs, *self.publications, *self.news, *self.events]

    def paths(self) -> list[str]:
        """The paths of all pages below the home page, the home page itself as the empty path."""
        return [entry.path for entry in self.page_entries()]


def content_fields(model: type[models.Model]) -> dict[str, Any]:
    """The fields and child relations that content may state, by name: those that staff can edit.

    Of what every page has, the title and the place in menus; of keys to other objects, those to pages.
    """

    def is_stated(field: Any) -> bool:
        if field.model is Page:
            return field.name in ("title", "show_in_menus")
        if isinstance(field, models.ManyToOneRel):
            return True
        if isinstance(field, models.ForeignKey) and not issubclass(field.related_model, Page):
            return False
        return field.editable and not field.primary_key and not isinstance(field, ParentalKey)

    options = model._meta
    fields = (*options.fields, *options.many_to_many, *get_all_child_relations(model))
    return {field.name: field for field in fields if is_stated(field)}
