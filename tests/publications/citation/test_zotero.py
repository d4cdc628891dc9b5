"""A report arrives in Zotero as a report, and a body as one name."""

import pytest

from publications.citation import meta, ris, unapi
from publications.citation.formats import BY_NAME
from publications.citation.record import Agent, BibliographicRecord
from tests.publications.citation import zotero
from tests.publications.citation.records import FULL
from tests.publications.citation.test_formats import ARTICLE, CHAPTER, EDITED_BOOK, NEWS

BY_A_BODY = BibliographicRecord(
    key="bericht",
    title="Bericht",
    contributors=(
        Agent(literal="Regionale Open Government Labore"),
        Agent("Müßig", "Änne von"),
        Agent(literal="Bundeskanzleramt", role="editor"),
    ),
    institution="Regionale Open Government Labore",
)


def test_zotero_asks_unapi_for_a_format_that_we_have() -> None:
    assert zotero.unapi_format(unapi.formats_document()) == "ris"
    assert BY_NAME["ris"].render is ris.render


def test_a_body_stays_in_one_field() -> None:
    assert zotero.ris_creators(ris.render([BY_A_BODY])) == [
        zotero.Creator("Regionale Open Government Labore"),
        zotero.Creator("Müßig", "Änne von"),
        zotero.Creator("Bundeskanzleramt", role="editor"),
    ]
    assert zotero.ris_creators(ris.render([BY_A_BODY]))[0].is_one_field


@pytest.mark.parametrize(
    ("record", "item_type"),
    [
        (FULL, "report"),
        (BY_A_BODY, "report"),
        (EDITED_BOOK, "book"),
        (CHAPTER, "bookSection"),
        (ARTICLE, "journalArticle"),
        (NEWS, "newspaperArticle"),
    ],
)
def test_item_types(record: BibliographicRecord, item_type: str) -> None:
    assert zotero.ris_item_type(ris.render([record])) == item_type
    assert zotero.meta_item_type([*meta.highwire(record), *meta.dublin_core(record)]) == item_type


@pytest.mark.parametrize("record", [FULL, BY_A_BODY])
def test_highwire_alone_makes_a_report_too(record: BibliographicRecord) -> None:
    assert zotero.meta_item_type(meta.highwire(record)) == "report"


def test_without_an_institution_the_report_would_be_misfiled() -> None:
    tags = [tag for tag in meta.highwire(BY_A_BODY) if tag[0] != "citation_technical_report_institution"]
    assert zotero.meta_item_type(tags) == "journalArticle"
