"""The German of the loaded site: what has been mended once and may come back, looked for on every page."""

import html
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from wagtail.models import Page

from ogl_portal.core.models import Topic
from ogl_portal.core.public import public
from ogl_portal.german.typesetting import set_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme_site")]

NBSP = "\N{NO-BREAK SPACE}"
OTHER_ADDRESSES = (
    "/suche/",
    "/suche/?q=Brandis+ODER+Tengen",
    "/suche/?q=xyzqu",
    "/themen/",
    "/aenderungen/",
    "/aktuelles/archiv/",
    "/aktuelles/archiv/2022/",
    "/labore/kommune-wie-meine/?ort=Schkopau",
    "/labore/kommune-wie-meine/?ort=Grimma",
    "/labore/kommune-wie-meine/?ort=04821",
    "/labore/?land=HB",
    "/ergebnisse/?jahr=ohne",
    "/gibt-es-nicht/",
)
_NO_SENTENCES = re.compile(r"<!--.*?-->|<(script|style|textarea|pre|code|svg)\b.*?</\1\s*>", re.DOTALL)
_COUNTED = "Labore|Kommunen|Meldungen|Termine|Themen|Seiten|Monate|Tage|Veröffentlichungen|weitere\\b|Partnerinnen"


def addresses() -> list[str]:
    pages = [page.get_url() for page in public(Page.objects).filter(depth__gt=1)]
    topics = [f"/themen/{slug}/" for slug in Topic.objects.values_list("slug", flat=True)]
    return [*(url for url in pages if url), *topics, *OTHER_ADDRESSES]


def texts_of(address: str) -> Iterator[str]:
    """The texts of a page in their markup's pieces; English passages are left out."""
    answer = Client().get(address)
    assert answer.status_code in (200, 404), address
    if '<html lang="de"' not in answer.content.decode():
        return
    page = _NO_SENTENCES.sub("", answer.content.decode().partition("<body")[2].partition(">")[2])
    page = re.sub(r'<(\w+)[^>]*\blang="en"[^>]*>.*?</\1>', "", page, flags=re.DOTALL)
    yield from (html.unescape(text) for text in re.split(r"<[^>]*>", page) if text.strip())


def said(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.search(text) is not None


FAULTS: dict[str, Callable[[str], bool]] = {
    "a line may end between number and unit, or quotes are not nested": lambda text: set_text(text) != text,
    "straight quotation marks": said(r'"'),
    "»überliefert«": said("überliefert"),
    "»e. V.« without a space": said(r"\be\.V\."),
    "»Jour fixe« is spelled so": said("Jour Fixe"),
    "one word for one thing": said(
        r"Vorgängerprogramm|\bFassung(?:en)?\b|Brotkrumen|im Nachbarland|nimmt das Portal|(?<!: )Co-Creation"
    ),
    "a plural for one": said(rf"(?<![\d.,:\-–/])1[ {NBSP}](?:{_COUNTED})"),
    "times are 19.30 Uhr": said(r"\d:\d\d\s?Uhr"),
    "the law before its name": said(r"(?:BGG|BITV 2\.0|DSGVO|DDG) §"),
    "no kind of number word left open": said(r"\(n\)|\(en\)|\(e\)\b"),
}


def test_no_page_has_a_fault_that_was_mended() -> None:
    found = [
        f"{address}: {fault}: {text.strip()[:90]}"
        for address in addresses()
        for text in texts_of(address)
        for fault, holds in FAULTS.items()
        if holds(text)
    ]
    assert found == []


def test_easy_language_is_written_without_the_hyphens_of_leichte_sprache() -> None:
    text = " ".join(texts_of("/leichte-sprache/")).partition("Das Programm heißt")[2]
    found = set(re.findall(r"\b[A-ZÄÖÜ][a-zäöüß]+-[A-ZÄÖÜ][a-zäöüß]+\b", text))
    assert found <= {"Open-Government"}


def test_a_stands_beside_ae_in_lists() -> None:
    page = Client().get("/labore/").content.decode()
    labels = re.findall(r"<option[^>]*>\s*([^<(]+?)\s*(?:\(|<)", page)
    assert labels.index("Ältere Menschen") < labels.index("Beteiligung")
