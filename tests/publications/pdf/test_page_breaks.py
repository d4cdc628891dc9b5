"""Words that go on over the end of a page."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from publications.pdf import reading
from publications.pdf.blocks import ReadingBlock, ReadingPage, TextSpan, text_of
from publications.pdf.page_breaks import words_joined
from tests.publications.pdf.factory import Document, Paragraph, add_font, build, encoded
from tests.publications.pdf.painted import extract


def paragraph(*texts: str, kind: str = "paragraph", continued: bool = False) -> ReadingBlock:
    return ReadingBlock(kind, tuple(TextSpan(text) for text in texts), continued=continued)


def pages(*blocks: list[ReadingBlock]) -> tuple[ReadingPage, ...]:
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
    item = ReadingBlock("item", label="•", blocks=(paragraph("Offene Ver", "wal-"),))
    rest = ReadingBlock("list", blocks=(ReadingBlock("item", blocks=(paragraph("tung", " im Netz"),)),))
    result = words_joined(pages([ReadingBlock("list", blocks=(item,))], [rest]))
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


Line = tuple[str, float, float]
"""Text, base line and size."""


def untagged(path: Path, *content: list[Line]) -> Path:
    """A file without tags, a page for each list of lines."""
    pdf = pikepdf.new()
    font = add_font(pdf)
    for lines in content:
        page = pdf.add_blank_page(page_size=(595, 842)).obj
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        shown = (f"BT /F1 {size} Tf 60 {bottom} Td {encoded(text)} Tj ET" for text, bottom, size in lines)
        page.Contents = pdf.make_stream("\n".join(shown).encode())
    pdf.save(path)
    return path


@pytest.mark.parametrize("size", [8, 10], ids=["small", "as the text"])
@pytest.mark.parametrize("foot", ["1", "Seite 1", "seite 1", "Jahresbericht 2021"])
def test_the_foot_of_the_page_is_not_the_rest_of_its_last_word(tmp_path: Path, foot: str, size: int) -> None:
    first = [("Die Kommunen öffnen ihre Daten:", 120, 10), ("Wir fördern die Verwal-", 106, 10), (foot, 40, size)]
    second = [("tungsarbeit für alle, die hier", 780, 10), ("leben.", 766, 10), (foot, 40, size)]
    pages = extract(untagged(tmp_path / "a.pdf", first, second))
    assert [page.text for page in pages] == [
        f"Die Kommunen öffnen ihre Daten: Wir fördern die Verwaltungsarbeit\n{foot}",
        f"für alle, die hier leben.\n{foot}",
    ]


def test_divided_words_do_not_divide_their_paragraph(tmp_path: Path) -> None:
    lines = ["Die Kommunen öffnen ihre Verwal-", "tung und legen offen, wie sie ent-", "scheiden, und zwar alle."]
    content = [(line, 780 - 14 * index, 10) for index, line in enumerate(lines)]
    (page,) = extract(untagged(tmp_path / "a.pdf", content))
    assert page.text == "Die Kommunen öffnen ihre Verwaltung und legen offen, wie sie entscheiden, und zwar alle."


def test_a_divided_word_goes_on_in_the_next_column(tmp_path: Path) -> None:
    lines = [("Wir öffnen unsere", 120, 10), ("Verwal-", 106, 10), ("tung für alle.", 780, 10)]
    (page,) = extract(untagged(tmp_path / "a.pdf", lines))
    assert page.text == "Wir öffnen unsere Verwaltung für alle."
