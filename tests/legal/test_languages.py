"""Easy language and sign language: four parts each, an honest label, gaps that are told and never faked."""

import datetime
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client

from ogl_portal.legal.blocks import EasyPartBlock, SignPartBlock
from ogl_portal.legal.gaps import language_gaps
from ogl_portal.legal.models import EasyLanguagePage
from ogl_portal.legal.parts import PARTS
from ogl_portal.programme.loader.markup import body
from ogl_portal.programme.reading import read_programme
from tests.factories import DocumentFactory, EasyLanguagePageFactory, Portal, SignLanguagePageFactory, recording

LINES = [{"type": "lines", "value": "Das ist ein Satz.\nDas ist noch einer.\n\nEin neuer Absatz."}]
FULL = {part.name: json.dumps(LINES) for part in PARTS}
READ = {"test_readers": "Prüfgruppe Musterstadt", "test_read_on": datetime.date(2026, 10, 1)}


def errors_of(page: EasyLanguagePage) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    return refused.value.message_dict


# --- the label ---


def test_a_text_is_in_einfache_sprache_until_it_was_read(portal: Portal, client: Client) -> None:
    page = EasyLanguagePageFactory(parent=portal.home, **FULL)
    assert page.label == "Einfache Sprache"
    content = client.get("/leichte-sprache/").content.decode()
    assert "Dieser Text ist in Einfacher Sprache." in content
    assert "Dieser Text ist in Leichter Sprache." not in content


def test_a_text_that_was_read_says_by_whom_and_when(portal: Portal, client: Client) -> None:
    page = EasyLanguagePageFactory(parent=portal.home, title="Leichte Sprache", **FULL, **READ)
    assert page.label == "Leichte Sprache"
    content = client.get("/leichte-sprache/").content.decode()
    assert "Dieser Text ist in Leichter Sprache." in content
    assert "Prüfgruppe Musterstadt" in content
    assert "1.\N{NO-BREAK SPACE}Oktober 2026" in content


@pytest.mark.parametrize("field", ["title", "seo_title"])
def test_the_label_must_be_earned(portal: Portal, field: str) -> None:
    page = EasyLanguagePageFactory(parent=portal.home)
    setattr(page, field, "Das Portal in Leichter Sprache")
    (message,) = errors_of(page)[field]
    assert message.startswith(
        "»Leichte Sprache« darf ein Text nur heißen, wenn unten steht, wer ihn wann testgelesen hat."
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"test_readers": "Prüfgruppe"}, "test_read_on"),
        ({"test_read_on": datetime.date(2026, 1, 1)}, "test_readers"),
        (
            {"test_readers": "Prüfgruppe", "test_read_on": datetime.date(2999, 1, 1)},
            "test_read_on",
        ),
        ({"reviewed_by": "Justiziariat"}, "reviewed_on"),
        ({"reviewed_on": datetime.date(2026, 1, 1)}, "reviewed_by"),
    ],
)
def test_who_and_when_belong_together(portal: Portal, changes: dict[str, Any], field: str) -> None:
    page = EasyLanguagePageFactory(parent=portal.home)
    for name, value in changes.items():
        setattr(page, name, value)
    assert set(errors_of(page)) == {field}


# --- typography ---


def test_every_sentence_stands_on_its_own_line(portal: Portal, client: Client) -> None:
    EasyLanguagePageFactory(parent=portal.home, **FULL)
    soup = BeautifulSoup(client.get("/leichte-sprache/").content, "html.parser")
    section = soup.find("section", attrs={"aria-labelledby": "inhalte"})
    paragraphs = [[line.get_text() for line in p.select(".line")] for p in section.find_all("p")]
    assert paragraphs == [["Das ist ein Satz.", "Das ist noch einer."], ["Ein neuer Absatz."]]


def test_two_sentences_on_a_line_are_told_at_the_field_but_may_be_a_draft() -> None:
    block = EasyPartBlock().child_blocks["lines"]
    with pytest.raises(ValidationError, match="Bitte für jeden Satz eine neue Zeile beginnen"):
        block.clean("Eins. Zwei ist auch da.")
    assert block.clean("Es kostet 3.50 Euro im Jahr 2026.")
    stream = EasyPartBlock()
    assert stream.clean_deferred(stream.to_python([{"type": "lines", "value": "Eins. Zwei."}]))


def test_a_link_leads_to_one_place() -> None:
    link = EasyPartBlock().child_blocks["link"]
    with pytest.raises(ValidationError):
        link.clean(link.to_python({"text": "Zum Kontakt", "page": None, "url": ""}))


# --- the four parts ---


def test_both_pages_name_the_four_parts_of_the_law(portal: Portal, client: Client) -> None:
    EasyLanguagePageFactory(parent=portal.home)
    SignLanguagePageFactory(parent=portal.home)
    for address, title in (("/leichte-sprache/", "easy_title"), ("/gebaerdensprache/", "title")):
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        headings = [h.get_text() for h in soup.select("main section > h2")]
        assert headings == [getattr(part, title) for part in PARTS]


def test_the_start_page_leads_to_both_at_its_head_and_its_foot(portal: Portal, client: Client) -> None:
    EasyLanguagePageFactory(parent=portal.home)
    SignLanguagePageFactory(parent=portal.home)
    for address in ("/", "/gibt-es-nicht/"):
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        for place in ("header", "footer"):
            links = {a["href"] for a in soup.find(place).find_all("a")}
            assert {"/leichte-sprache/", "/gebaerdensprache/"} <= links, (address, place)


def test_the_programme_fills_all_parts_and_keeps_the_rules() -> None:
    pages = {page.path: page for page in read_programme().pages}
    names = [part.name for part in PARTS]
    for path, block in (("leichte-sprache", EasyPartBlock()), ("gebaerdensprache", SignPartBlock())):
        for name in names:
            blocks = getattr(pages[path], name)
            assert blocks, (path, name)
            raw = [item for item in body(path, block, blocks, lambda _: 1) if item["type"] != "link"]
            block.clean(block.to_python(raw))
    blocks = [block for name in names for block in getattr(pages["leichte-sprache"], name)]
    lines = [line for block in blocks if block["type"] == "lines" for line in block["value"].splitlines()]
    lines += [item for block in blocks if block["type"] == "items" for item in block["value"]]
    lines += [block["text"] for block in blocks if block["type"] == "link"]
    assert lines
    assert [line for line in lines if len(line.split()) > 12] == []
    assert [line for line in lines if "(" in line or "z.B." in line] == []


# --- gaps ---


@pytest.fixture
def film(db: None) -> list[dict[str, Any]]:
    file, captions = (DocumentFactory(file=recording(name), file_size=4_200_000) for name in ("film.mp4", "film.vtt"))
    value = {"title": "Film", "file": file.pk, "duration": "3:45", "captions": captions.pk, "transcript": "<p>x</p>"}
    return [{"type": "film", "value": value}]


def test_without_pages_everything_is_missing(portal: Portal) -> None:
    assert [(gap.key, len(gap.parts), gap.url) for gap in language_gaps()] == [
        ("languages.sign", 4, ""),
        ("languages.easy", 4, ""),
    ]


def test_a_part_without_its_film_is_a_gap_on_the_page_and_in_the_list(
    portal: Portal, client: Client, film: list[dict[str, Any]]
) -> None:
    SignLanguagePageFactory(parent=portal.home, essential=json.dumps(film))
    sign = language_gaps()[0]
    assert sign.parts == tuple(part.law for part in PARTS[1:])
    assert sign.url == "/gebaerdensprache/"
    content = client.get("/gebaerdensprache/").content.decode()
    assert content.count("Der Film zu diesem Teil fehlt noch.") == 3
    assert "Film herunterladen (MP4, 4,2\N{NO-BREAK SPACE}MB, Laufzeit 3:45)" in content
    assert "Noch nicht alle Filme sind da" in content


def test_films_for_all_parts_leave_no_gap(portal: Portal, client: Client, film: list[dict[str, Any]]) -> None:
    SignLanguagePageFactory(parent=portal.home, **{part.name: json.dumps(film) for part in PARTS})
    assert [gap.key for gap in language_gaps()] == ["languages.easy"]
    assert "fehlt noch" not in client.get("/gebaerdensprache/").content.decode()


def test_easy_language_counts_once_it_was_read(portal: Portal) -> None:
    page = EasyLanguagePageFactory(parent=portal.home, **FULL)
    assert [gap.key for gap in language_gaps()] == ["languages.sign", "languages.easy"]
    assert language_gaps()[1].alternative == "Der Text steht in Einfacher Sprache bereit."
    for name, value in READ.items():
        setattr(page, name, value)
    page.further = json.dumps([])
    page.save()
    assert language_gaps()[1].parts == (PARTS[3].law,)
    page.further = json.dumps(LINES)
    page.save()
    assert [gap.key for gap in language_gaps()] == ["languages.sign"]
