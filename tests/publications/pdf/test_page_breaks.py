"""Words that go on over the end of a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from publications.pdf import reading
from publications.pdf.blocks import Block, ReadingPage, Span, text_of
from publications.pdf.page_breaks import words_joined
from publications.pdf.text import extract
from tests.publications.pdf.factory import Document, Paragraph, build


def paragraph(*texts: str, kind: str = "paragraph", continued: bool = False) -> Block:
    return Block(kind, tuple(Span(text) for text in texts), continued=continued)


def pages(*blocks: list[Block]) -> tuple[ReadingPage, ...]:
    return tuple(ReadingPage(number, str(number), tuple(content)) for number, content in enumerate(blocks, start=1))


def texts(result: tuple[ReadingPage, ...]) -> list[str]:
    return [text_of(page.blocks) for page in result]


@pytest.mark.parametrize(
    ("end", "start", "wanted"),
    [
        ("Die Verwal-", "tung ist offen.", ["Die Verwaltung", "ist offen."]),
        ("Die Verwal\u2010", "tung, wie sie ist.", ["Die Verwaltung,", "wie sie ist."]),
        ("Eine 10-", "jährige Frist", ["Eine 10-jährige", "Frist"]),
        ("Vor-", "und Nachteile", ["Vor-", "und Nachteile"]),
        ("Das ist so –", "und nicht anders", ["Das ist so –", "und nicht anders"]),
        ("Bund-", "Länder und Kommunen", ["Bund-", "Länder und Kommunen"]),
        ("Verwal-", "tung", ["Verwaltung", ""]),
        ("Ohne Strich", "geht es weiter", ["Ohne Strich", "geht es weiter"]),
    ],
)
def test_the_rest_of_a_word_moves_to_the_page_where_it_begins(end: str, start: str, wanted: list[str]) -> None:
    assert texts(words_joined(pages([paragraph(end)], [paragraph(start)]))) == wanted


def test_a_block_that_the_tags_continue_may_begin_with_a_capital() -> None:
    result = words_joined(pages([paragraph("Die Bund-")], [paragraph("Länder-Kommission tagt", continued=True)]))
    assert texts(result) == ["Die Bund-Länder-Kommission", "tagt"]


def test_heads_feet_and_page_numbers_between_the_halves_stay_where_they_are() -> None:
    first = [paragraph("Die Verwal-"), paragraph("1 Siehe Anhang."), paragraph("iii", kind="artifact")]
    second = [paragraph("iv"), paragraph("Jahresbericht"), paragraph("tung ist offen.")]
    assert texts(words_joined(pages(first, second))) == [
        "Die Verwaltung\n1 Siehe Anhang.\niii",
        "iv\nJahresbericht\nist offen.",
    ]


def test_a_word_is_put_together_within_lists_and_over_links() -> None:
    item = Block("item", label="•", blocks=(paragraph("Offene Ver", "wal-"),))
    rest = Block("list", blocks=(Block("item", blocks=(paragraph("tung", " im Netz"),)),))
    result = words_joined(pages([Block("list", blocks=(item,))], [rest]))
    assert texts(result) == ["• Offene Verwaltung", "im Netz"]
    assert [page.number for page in result] == [1, 2]


def test_a_hyphen_in_a_span_of_its_own_goes_too() -> None:
    assert texts(words_joined(pages([paragraph("Verwal", "-")], [paragraph("tung")]))) == ["Verwaltung", ""]


def test_a_word_over_two_pages_of_a_file_is_found_on_the_first(tmp_path: Path) -> None:
    content = [[Paragraph("Wir öffnen die Verwal-")], [Paragraph("tungsarbeit für alle.")]]
    source = build(Document(content, header="Jahresbericht"), tmp_path / "a.pdf")
    first, second = (page.text for page in extract(source))
    assert "Wir öffnen die Verwaltungsarbeit" in first
    assert "für alle." in second
    assert "tungsarbeit" not in second.split()
    assert [page.number for page in reading.read(source).pages] == [1, 2]
