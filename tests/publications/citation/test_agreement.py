"""Every format is made from one record, so all of them must tell the same story, whatever characters are in it."""

import json
import re
from html.parser import HTMLParser

import bibtexparser
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import example, given, settings

from publications.citation import bibtex, csl, german, json_ld, meta, ris
from publications.citation.record import Agent, BibliographicRecord
from tests.publications.citation.records import FULL, RECORDS

Fields = dict[str, str]
DECODER = LatexDecodingMiddleware()


def parse_bibtex(text: str) -> list[tuple[str, str, Fields]]:
    """Type, key and fields of each entry, LaTeX undone. The decoder lacks LaTeX's commands for single braces."""
    text = text.replace("{\\textbraceleft}", "\\{").replace("{\\textbraceright}", "\\}")
    library = bibtexparser.parse_string(text, append_middleware=[DECODER])
    assert not library.failed_blocks, library.failed_blocks
    return [
        (entry.entry_type, entry.key, {name: field.value for name, field in entry.fields_dict.items()})
        for entry in library.entries
    ]


class RisParser(rispy.RisParser):
    DEFAULT_MAPPING = rispy.RisParser.DEFAULT_MAPPING | {"ED": "editors"}
    DEFAULT_LIST_TAGS = [*rispy.RisParser.DEFAULT_LIST_TAGS, "ED"]


def parse_ris(text: str) -> list[dict]:
    return rispy.loads(text, implementation=RisParser, newline="\r\n")


def squeezed(text: str) -> str:
    """LaTeX knows one kind of space, decoders drop those beside a command, and this one reads ^ as its look-alike."""
    return re.sub(r"\s+", "", text).replace("ˆ", "^")


@settings(max_examples=60, deadline=None)
@given(record=RECORDS)
@example(record=FULL)
def test_formats_agree_on_title_people_and_year(record: BibliographicRecord) -> None:
    authors = [person.inverted for person in record.authors]
    editors = [person.inverted for person in record.editors]

    [from_ris] = parse_ris(ris.render([record]))
    assert from_ris["title"] == record.full_title
    assert from_ris.get("authors", []) == authors
    assert from_ris.get("editors", []) == editors
    assert from_ris["year"] == record.told_year

    [from_csl] = json.loads(csl.render([record]))
    assert from_csl["title"] == record.full_title
    assert [csl_name(name) for name in from_csl.get("author", [])] == authors
    assert [csl_name(name) for name in from_csl.get("editor", [])] == editors
    issued = from_csl["issued"]
    assert issued.get("literal") or str(issued["date-parts"][0][0]) == record.told_year
    assert ("literal" in issued) == (record.issued is None)

    [(_, key, fields)] = parse_bibtex(bibtex.render([record]))
    assert key == record.key
    assert squeezed(fields["title"]) == squeezed(record.full_title)
    assert squeezed(fields.get("author", "")) == squeezed(" and ".join(authors))
    assert squeezed(fields["year"]) == squeezed(record.told_year)

    tags = meta.highwire(record)
    assert values(tags, "citation_title") == [record.full_title]
    assert values(tags, "citation_author") == authors
    assert [date[:4] for date in values(tags, "citation_publication_date")] == ([record.year] if record.year else [])

    terms = meta.dublin_core(record)
    assert values(terms, "DCTERMS.title") == [record.full_title]
    assert values(terms, "DCTERMS.creator") == authors

    linked = json_ld.document(record)
    assert linked["name"] == record.full_title
    assert [agent["name"] for agent in linked.get("author", [])] == [person.natural for person in record.authors]
    assert linked.get("datePublished", "")[:4] == record.year

    sentence = german.as_text(record)
    assert record.full_title in sentence
    assert record.told_year in sentence


@settings(max_examples=60, deadline=None)
@given(record=RECORDS)
def test_a_list_keeps_every_record_apart(record: BibliographicRecord) -> None:
    other = BibliographicRecord(key=f"{record.key}-2", title="Das zweite Werk")
    assert [key for _, key, _ in parse_bibtex(bibtex.render([record, other]))] == [record.key, other.key]
    assert [item["title"] for item in parse_ris(ris.render([record, other]))] == [record.full_title, other.title]
    assert [item["id"] for item in json.loads(csl.render([record, other]))] == [record.key, other.key]


@settings(max_examples=60, deadline=None)
@given(record=RECORDS)
def test_html_of_the_citation_says_what_the_text_says(record: BibliographicRecord) -> None:
    reader = TextOnly()
    reader.feed(german.as_html(record))
    reader.close()
    assert "".join(reader.texts) == german.as_text(record)
    assert set(reader.tags) <= {"cite"}


def test_a_line_break_in_a_title_starts_no_new_field() -> None:
    record = BibliographicRecord(
        key="x", title="Titel\r\nER  - \r\nTY  - BOOK\u2028TI  - Fremd", contributors=(Agent("A\nAU  - B"),)
    )
    [item] = parse_ris(ris.render([record]))
    assert item["title"] == "Titel ER - TY - BOOK TI - Fremd"
    assert item["authors"] == ["A AU - B"]


def csl_name(name: dict[str, str]) -> str:
    return name.get("literal") or f"{name['family']}, {name['given']}"


def values(tags: list[tuple[str, str]], name: str) -> list[str]:
    return [value for tag, value in tags if tag == name]


class TextOnly(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
