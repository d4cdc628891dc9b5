"""A page, or a passage of it, as it is cited."""

import datetime

import pytest

from ogl_portal.german.page_numbers import PageNumber
from publications.citation.record import BibliographicRecord
from publications.quoting import Quotation, find_passage, quotation

BLOCKS = ["Überschrift", "Rund 59 Partner:innen halfen.", "Ort\n2021"]


def test_a_passage_is_found_whatever_spaces_it_was_selected_with() -> None:
    found = find_passage(BLOCKS, "Rund  59\nPartner:innen")
    assert found is not None
    assert (found.text, found.block) == ("Rund 59 Partner:innen", 2)


def test_a_passage_is_widened_to_whole_words() -> None:
    found = find_passage(BLOCKS, "und 59 Partner:inn")
    assert found is not None
    assert found.text == "Rund 59 Partner:innen"


def test_a_passage_may_go_over_blocks() -> None:
    found = find_passage(BLOCKS, "schrift Rund 59")
    assert found is not None
    assert (found.text, found.block) == ("Überschrift\nRund 59", 1)


def test_what_does_not_stand_there_is_not_found() -> None:
    assert find_passage(BLOCKS, "Rund 60 Partner:innen") is None
    assert find_passage(BLOCKS, "  ") is None
    assert find_passage([], "Rund") is None


def test_a_citation_has_the_page_and_a_link_that_opens_the_passage() -> None:
    record = BibliographicRecord(key="bericht", title="Ein <Bericht>", url="https://ogl.example/bericht/")
    page = PageNumber(14, "12")
    today = datetime.date(2026, 11, 29)
    found = quotation(record, page, today, find_passage(BLOCKS, "59"))
    text = found.citation.replace("\N{NO-BREAK SPACE}", " ")
    assert "<cite>Ein &lt;Bericht&gt;</cite>" in text
    assert "S. 12 (PDF-Seite 14)" in text
    assert "https://ogl.example/bericht/lesen/ab-seite-11/#seite-14" in text
    assert (
        found.link
        == "https://ogl.example/bericht/lesen/ab-seite-11/#absatz-14-2:~:text=Rund-,59,-Partner%3Ainnen%20halfen."
    )
    assert quotation(record, page, today, None).link.endswith("#seite-14")


def quoted(text: str) -> Quotation:
    record = BibliographicRecord(key="bericht", title="Ein Bericht", url="https://ogl.example/bericht/")
    return quotation(record, PageNumber(1), datetime.date(2026, 11, 29), find_passage([text], text))


def test_quotations_within_the_passage_become_inner_ones() -> None:
    found = quoted("Das »Labor« heißt „Haus“, und “House”, und «Maison»")
    assert found.passage == "Das ›Labor‹ heißt ›Haus‹, und ›House‹, und ›Maison‹"
    assert "%C2%BBLabor" in found.link  # what is looked for on the page stays as printed


@pytest.mark.parametrize(
    ("selected", "passage"),
    [
        ("Alles auf offen« hieß es", "›Alles auf offen‹ hieß es"),
        ("Alles auf offen“ hieß es", "›Alles auf offen‹ hieß es"),
        ("hieß »Alles auf", "hieß ›Alles auf‹"),
        ("Ende« und »Anfang", "›Ende‹ und ›Anfang‹"),
        ("(»Labor«), »Haus«.", "(›Labor‹), ›Haus‹."),
    ],
)
def test_a_selection_with_one_end_of_a_quotation_gets_the_other(selected: str, passage: str) -> None:
    assert quoted(selected).passage == passage
