"""A page, or a passage of it, as it is cited."""

import datetime

from ogl_portal.german.page_numbers import PageNumber
from publications.citation.record import BibliographicRecord
from publications.quoting import find_passage, quotation

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
    base, today = "https://ogl.example/bericht/", datetime.date(2026, 11, 29)
    found = quotation(record, base, page, today, find_passage(BLOCKS, "59"))
    text = found.citation.replace("\N{NO-BREAK SPACE}", " ")
    assert "<cite>Ein &lt;Bericht&gt;</cite>" in text
    assert "S. 12 (PDF-Seite 14)" in text
    assert "https://ogl.example/bericht/lesen/ab-seite-11/#seite-14" in text
    assert found.link == "https://ogl.example/bericht/lesen/ab-seite-11/#absatz-14-2:~:text=59"
    assert quotation(record, base, page, today, None).link.endswith("#seite-14")


def test_quotations_within_the_passage_become_inner_ones() -> None:
    record = BibliographicRecord(key="bericht", title="Ein Bericht", url="https://ogl.example/bericht/")
    text = "Das »Labor« heißt „Haus“, und «kurz"
    found = quotation(
        record, "https://ogl.example/bericht/", PageNumber(1), datetime.date(2026, 11, 29), find_passage([text], text)
    )
    assert found.passage == "Das ›Labor‹ heißt ›Haus‹, und ‹kurz"
    assert "%C2%BBLabor" in found.link  # what is looked for on the page stays as printed
