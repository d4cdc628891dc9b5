"""German and English: which language a page is in, and where its other version stands (decision 0032).

The site is German. A few pages are English; they stand below an English start page, which stands below the German one.
Their language is Wagtail's ``Locale``, and two pages are versions of one another where they share Wagtail's
``translation_key``. Addresses say the language, so nothing looks at what a browser prefers and every answer may be
cached as it is. What the frames of pages need of this is remembered and forgotten like the menus (``navigation``).
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import F, Q
from wagtail.models import Page

from ogl_portal.core.public import public

GERMAN, ENGLISH = "de", "en"
LASTS = 10  # seconds
KEY = "content:english-pages"  # in the cache
START_DEPTH = 3  # of the English start page


@dataclass(frozen=True)
class MenuEntry:
    """A public page of the English tree, as menus show it."""

    title: str
    url: str


@dataclass(frozen=True)
class EnglishPages:
    """``home`` is empty as long as there is no public English start page. ``versions``: addresses by key, language."""

    home: str = ""
    menu: tuple[MenuEntry, ...] = ()
    versions: dict[UUID, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Alternate:
    """A version of a page, as head and sitemap name it: language (or »x-default«) and whole address."""

    language: str
    url: str


@dataclass(frozen=True)
class Languages:
    """Where a reader of a page goes for each language; ``alternates`` only where the two are versions of one another.

    ``english`` is empty as long as there is nothing in English.
    """

    german: str
    english: str
    alternates: tuple[Alternate, ...] = ()


def english_pages() -> EnglishPages:
    """No query, or one where they are not remembered."""
    found: EnglishPages | None = cache.get(KEY)
    if found is None:
        found = _read()
        cache.set(KEY, found, LASTS)
    return found


def _read() -> EnglishPages:
    keys = Page.objects.filter(locale__language_code=ENGLISH).values("translation_key")
    pages = public(Page.objects).filter(Q(locale__language_code=ENGLISH) | Q(translation_key__in=keys))
    rows = list(
        pages.annotate(language=F("locale__language_code"))
        .order_by("path")
        .only("title", "url_path", "depth", "show_in_menus", "translation_key")
    )
    english = [row for row in rows if row.language == ENGLISH]
    home = next((row for row in english if row.depth == START_DEPTH), None)
    if home is None:
        return EnglishPages()
    versions: dict[UUID, dict[str, str]] = {}
    for row in rows:
        versions.setdefault(row.translation_key, {})[row.language] = _address(row)
    menu = tuple(MenuEntry(row.title, _address(row)) for row in english if row.show_in_menus)
    return EnglishPages(_address(home), menu, versions)


def _address(page: Page) -> str:
    """The address below the start page, of which ``url_path`` begins with the name."""
    return "/" + page.url_path.split("/", 2)[2]


def is_english(page: Any) -> bool:
    return getattr(page, "page_language", GERMAN) == ENGLISH


def languages_of(page: Any) -> Languages:
    """For the frame of ``page``; for what is no page (views, errors) the start pages."""
    pages = english_pages()
    versions = pages.versions.get(page.translation_key, {}) if isinstance(page, Page) else {}
    return Languages(
        german=versions.get(GERMAN, "/"),
        english=versions.get(ENGLISH, pages.home),
        alternates=_alternates(page, versions),
    )


def _alternates(page: Any, versions: dict[str, str]) -> tuple[Alternate, ...]:
    if not {GERMAN, ENGLISH} <= versions.keys() or not page.full_url:
        return ()
    site = page.full_url.removesuffix(page.url)
    named = [Alternate(language, f"{site}{versions[language]}") for language in (GERMAN, ENGLISH)]
    return (*named, Alternate("x-default", f"{site}{versions[GERMAN]}"))


def is_english_address(path: str) -> bool:
    """Whether what stands at ``path``, or would stand there, belongs to the English pages."""
    home = english_pages().home
    return bool(home) and path.startswith(home)
