"""The facts of the programme, field by field, against what the pages of the loaded site say (facts.toml)."""

import html
import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from events.models import EventPage
from labs.chapters import chapter_about
from labs.models import LabPage
from news.models import NewsPage
from ogl_portal.core.models import Topic
from ogl_portal.german.dates import FuzzyDate
from publications.models import LiteratureEntry, PublicationPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme_site")]

FACTS = tomllib.loads((Path(__file__).parent / "facts.toml").read_text())


@cache
def text_of(address: str) -> str:
    """The words of a page in one line, with common spaces and one kind of quotation marks."""
    response = Client().get(address)
    assert response.status_code == 200, address
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", body)
    return folded(html.unescape(re.sub(r"<[^>]+>", " ", body)))


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("\N{SOFT HYPHEN}", "").replace("›", "»").replace("‹", "«")
    return re.sub(r"\s+([,.;:)])", r"\1", " ".join(text.split()))


def missing(address: str, wanted: list[str]) -> list[str]:
    text = text_of(address)
    return [f"{address}: {word}" for word in wanted if folded(word) not in text]


def told_day(edtf: str) -> str:
    return str(FuzzyDate.parse(edtf.partition("T")[0]))


def test_the_programme() -> None:
    facts = FACTS["programme"]
    pages = ("/", "/programm/", "/programm/ogp/", "/programm/gegenstand/", "/programm/netzwerkarbeit/")
    everything = " ".join(text_of(address) for address in pages)
    wanted = [word for values in facts.values() for word in values]
    assert [word for word in wanted if folded(word) not in everything] == []


def test_the_home_page_defines_its_subject() -> None:
    text = text_of("/")
    for word in (
        "bewusst und systematisch",
        "Lokalpolitik und Kommunalverwaltung",
        "interessiert, befähigt und vielfältig",
    ):
        assert word in text


@pytest.mark.parametrize("facts", FACTS["lab"], ids=lambda facts: facts["slug"])
def test_a_lab(facts: dict[str, Any]) -> None:
    lab = LabPage.objects.get(slug=facts["slug"])
    labels = dict(Topic.objects.values_list("slug", "name"))
    short = {topic.slug: str(topic) for topic in Topic.objects.all()}
    words = [facts[name] for name in ("name", "official", "project", "seat", "grant") if name in facts]
    words += [*facts["laender"], *facts["municipalities"], *facts["partners"], *facts["subprojects"]]
    assert missing(f"/labore/{lab.slug}/", words) == []
    shown = text_of(f"/labore/{lab.slug}/")
    assert [slug for slug in facts["topics"] if labels[slug] not in shown and short[slug] not in shown] == []
    assert (float(lab.latitude or 0), float(lab.longitude or 0)) == (facts["latitude"], facts["longitude"])


def test_every_lab_leads_to_its_chapter_of_the_report() -> None:
    report = PublicationPage.objects.get(slug="projektbericht-2020-2022")
    labs = list(LabPage.objects.live())
    assert [lab.title for lab in labs if chapter_about(report, lab) is None] == []


def test_there_are_no_other_labs() -> None:
    assert {lab.slug for lab in LabPage.objects.live()} == {facts["slug"] for facts in FACTS["lab"]}


@pytest.mark.parametrize(
    "facts", FACTS["publication"], ids=lambda facts: facts["title"][:30] + facts.get("subtitle", "")
)
def test_a_publication(facts: dict[str, Any]) -> None:
    page = PublicationPage.objects.get(title=facts["title"], subtitle=facts.get("subtitle", ""))
    names = ("title", "subtitle", "type", "year", "authors", "publisher")
    assert missing(page.url, [facts[name] for name in names if name in facts]) == []
    if "publisher" not in facts:
        assert "Erschienen bei" not in text_of(page.url)


def test_nobody_is_made_the_publisher_of_the_results() -> None:
    for page in PublicationPage.objects.live().filter(publisher="", contributors=None):
        for name in ("zitat.ris", "zitat.bib", "zitat.json"):
            exported = Client().get(f"{page.url}{name}")
            if exported.status_code == 200:
                assert "PB  - " not in exported.content.decode(), name
                assert '"publisher"' not in exported.content.decode(), name
                assert "institution" not in exported.content.decode(), name


@pytest.mark.parametrize("facts", FACTS["news"], ids=lambda facts: facts["title"][:40])
def test_a_news_item(facts: dict[str, Any]) -> None:
    page = NewsPage.objects.get(title=facts["title"])
    labs = LabPage.objects.filter(slug__in=facts.get("labs", ()))
    words = [facts["title"], told_day(facts["date"]), *(lab.title for lab in labs)]
    assert missing(page.url, [*words, *([facts["place"]] if "place" in facts else [])]) == []
    assert {lab.slug for lab in page.labs.all()} == set(facts.get("labs", ()))


def test_the_eight_items_of_the_old_home_page_stand_on_the_new_one() -> None:
    titles = [facts["title"] for facts in FACTS["news"] if "home_page" in facts]
    assert len(titles) == 8
    assert missing("/", titles) == []


@pytest.mark.parametrize("facts", FACTS["event"], ids=lambda facts: facts["title"][:40])
def test_an_event(facts: dict[str, Any]) -> None:
    page = EventPage.objects.get(title=facts["title"])
    words = [facts["title"], *([facts["place"]] if "place" in facts else [])]
    if "start" in facts:
        day, _, time = facts["start"].partition("T")
        words.append(f"{time[:2].lstrip('0')}{'.' + time[3:] if time[3:] != '00' else ''}" if time else "")
        if "end" in facts and not facts["end"].startswith(day):
            words += [f"{FuzzyDate.parse(day).day}.", told_day(facts["end"])]
        else:
            words.append(told_day(day))
    else:
        words.append("nicht bekannt")
    words += [lab.title for lab in LabPage.objects.filter(slug__in=facts.get("labs", ()))]
    assert missing(page.url, words) == []
    assert {lab.slug for lab in page.labs.all()} == set(facts.get("labs", ()))


def test_there_are_no_other_items_and_events() -> None:
    assert {page.title for page in NewsPage.objects.live()} == {facts["title"] for facts in FACTS["news"]}
    assert {page.title for page in EventPage.objects.live()} == {facts["title"] for facts in FACTS["event"]}
    assert len({page.kind for page in EventPage.objects.live() if page.kind}) <= 6


def test_literature() -> None:
    rows = {entry.title: entry for entry in LiteratureEntry.objects.all()}
    assert set(rows) == {facts["title"] for facts in FACTS["literature"]}
    found = []
    for facts in FACTS["literature"]:
        words = [facts["title"], *(name.rsplit(" ", 1)[-1] for name in facts.get("authors", ()))]
        words += [facts["publisher"].partition(",")[0]] if "publisher" in facts else []
        words += [str(FuzzyDate.parse(facts["date"]))] if "date" in facts else ["o. J."]
        words += [facts[name] for name in ("isbn", "pages") if name in facts]
        found += missing("/literatur/", words)
        entry = rows[facts["title"]]
        if (entry.doi or "") != facts.get("doi", entry.doi or ""):
            found.append(f"{facts['title']}: {entry.doi}")
    assert found == []


def test_topics() -> None:
    found = [missing(f"/themen/{facts['slug']}/", [facts["label"]]) for facts in FACTS["topic"]]
    assert [word for words in found for word in words] == []
    assert {facts["slug"] for facts in FACTS["topic"]} == set(Topic.objects.values_list("slug", flat=True))


def test_no_page_leads_to_a_site_that_copies_documents() -> None:
    copies = ("readkong", "setipills", "fdokument", "fdocuments", "pdfslide", "kipdf", "9dok", "docslib")
    texts = [
        str(LiteratureEntry.objects.values_list("url", flat=True)),
        *PublicationPage.objects.values_list("source_url", flat=True),
    ]
    texts += [
        *EventPage.objects.values_list("source_url", flat=True),
        *NewsPage.objects.values_list("source_url", flat=True),
    ]
    texts += list(LiteratureEntry.objects.values_list("url", flat=True))
    assert [text for text in texts if any(copy in text for copy in copies)] == []
