"""Finds English where German should stand: by the words of the packages' own texts, and by texts left as they are.

A word counts as English if a package says it in English and nobody says it in German: neither a German catalogue nor
the German word list that the search splits compounds with.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Comment, Doctype, NavigableString
from django.apps import apps
from django.conf import settings

from ogl_portal.search.analysis.compounds import german_words
from ogl_portal.search.analysis.words import fold, word_set

Key = tuple[str | None, str]

FUNCTION_WORDS = word_set(
    "none true false "  # Python says them where a word is missing
    "the of and with you your to is are this that be by from for not has have been will or as it its at on when which "
    "there here all any can cannot was were what who whose if no yes into than then them they these those"
)
# Written alike in both languages, and the names of things.
SAME_IN_BOTH = word_set(
    "an in so am was war die man bin hat arm art fast gift rat tag will as at on also all not or no been has her him "
    "hut made mine not pass plan see sense text"
)
ALLOWED = word_set(
    # what the field calls it in German, too; and »staff« and »publisher«, people of tests/access
    "open government wagtail draft alias blog code codes csv xlsx pdf url urls html id link links login logo "
    "newsletter ok online passkey passkeys password feed feeds team teams website websites workshop dashboard test "
    "export import server token tokens spam status format media name names version versions qr app apps "
    "e mail email mails web site "
    "staff publisher doi urn isbn issn bibtex ris json atom rss ics ical zotero creative commons cc by"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{[^}]*\}|<[^>]*>|https?://\S+|[\w.+-]+@[\w.-]+")
_SHOWN = ("title", "aria-label", "placeholder", "alt", "aria-description", "value")
# Of a counter that stands hidden while there is nothing to count; and names of models in the report on types of pages.
_NOT_TOLD = ("[data-side-panel-toggle-counter]", "td.app-label")
_UNSEEN = ("script", "style", "template", "code", "pre", "svg")


@cache
def catalogues() -> dict[str, list[tuple[Path, Path]]]:
    """English and German catalogue of each package in use, by domain; the English one may be the German one's ids."""
    roots = [Path(app.path) for app in apps.get_app_configs() if "site-packages" in app.path]
    roots += [Path(__import__("django").__path__[0]) / "conf"]
    found: dict[str, list[tuple[Path, Path]]] = {"django": [], "djangojs": []}
    for domain, pairs in found.items():
        for root in roots:
            german = root / "locale" / "de" / "LC_MESSAGES" / f"{domain}.po"
            english = root / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
            if german.exists() or english.exists():
                pairs.append((english if english.exists() else german, german))
    return found


@cache
def messages(path: Path) -> dict[Key, tuple[str, ...]]:
    """What a catalogue says, each text with its plural; nothing for what is not (surely) translated."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    said: dict[Key, tuple[str, ...]] = {}
    for entry in entries:
        key = entry.context, entry.id if isinstance(entry.id, str) else entry.id[0]
        text = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
        said[key] = tuple(part or "" for part in text) if not entry.fuzzy else ("",)
    return said


def own_messages(domain: str) -> dict[Key, tuple[str, ...]]:
    """What the project says in place of the packages."""
    return messages(Path(settings.LOCALE_PATHS[0]) / "de" / "LC_MESSAGES" / f"{domain}.po")


@cache
def english_texts() -> frozenset[str]:
    """Whole texts of the packages that read otherwise in German."""
    own = {key for domain in ("django", "djangojs") for key in own_messages(domain)}
    found = set()
    for pairs in catalogues().values():
        for english, german in pairs:
            said = messages(german)
            for key in messages(english):
                if key in own or said.get(key, ("",))[0].casefold() != key[1].casefold():
                    found.add(" ".join(key[1].split()).casefold())
    return frozenset(text for text in found if "%" not in text and "{" not in text)


@cache
def english_words() -> frozenset[str]:
    english, german = set(), set()
    for pairs in catalogues().values():
        for path, translated in pairs:
            for key in messages(path):
                english |= set(_words(key[1]))
            for texts in messages(translated).values():
                german |= {word for text in texts for word in _words(text)}
    plain = {word for word in english if len(word) > 2 and word not in german and fold(word) not in german_words()}
    return frozenset((plain | FUNCTION_WORDS) - SAME_IN_BOTH - ALLOWED)


@lru_cache(maxsize=100_000)
def english_in(text: str) -> tuple[str, ...]:
    """What of a piece of text is English; empty where nothing is."""
    whole = " ".join(text.split())
    if whole.casefold().rstrip(":…. ") in english_texts() and not set(_words(whole)) <= ALLOWED | SAME_IN_BOTH:
        return (whole,)
    return tuple(word for word in _words(whole) if word in english_words())


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(_PLACEHOLDER.sub(" ", text))]


def shown_texts(markup: str) -> Iterator[str]:
    """Each text that a page shows or tells: its text nodes, and the attributes that are read out or shown."""
    page = BeautifulSoup(markup, "lxml")
    for element in page.select(", ".join(_NOT_TOLD)):
        element.decompose()
    for node in page.find_all(string=True):
        if isinstance(node, Comment | Doctype) or not isinstance(node, NavigableString) or not node.strip():
            continue
        if not any(parent.name in _UNSEEN or parent.get("lang") == "en" for parent in node.parents if parent.name):
            yield str(node).strip()
    for element in page.find_all(True):
        for name in _SHOWN:
            if name == "value" and not (element.name == "input" and element.get("type") in {"submit", "button"}):
                continue
            if (text := element.get(name)) and isinstance(text, str) and text.strip():
                yield text.strip()


def english_on(markup: str) -> dict[str, tuple[str, ...]]:
    """Texts of a page with English in them, each with what it is."""
    return {text: found for text in shown_texts(markup) if (found := english_in(text))}
