"""Books for the tests of the EPUB, and what is in one."""

import io
import zipfile
from typing import Any

from lxml import etree

from ogl_portal.german.page_numbers import PageNumber
from publications.citation.record import Agent, BibliographicRecord
from publications.epub.book import Block, Book, SourcePage
from publications.epub.package import write

X = {
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
}
RECORD = BibliographicRecord(
    key="leitfaden",
    title="Leitfaden",
    subtitle="Für kleine Kommunen",
    contributors=(Agent(family="Muster", given="Mara"), Agent(literal="Stadt Brandis", role="editor")),
    language="de",
    url="https://labore.example.org/ergebnisse/leitfaden/",
    pdf_url="https://labore.example.org/ergebnisse/leitfaden/leitfaden.pdf",
)


def block(kind: str, text: str = "", **more: Any) -> Block:
    return {"kind": kind, **({"spans": [{"text": text}]} if text else {}), **more}


def page(number: int, *blocks: Block, label: str = "") -> SourcePage:
    return SourcePage(PageNumber(number, label), list(blocks))


def book(*pages: SourcePage, **more: Any) -> Book:
    values = {
        "record": RECORD,
        "identifier": "urn:uuid:6b8a5e0c-26c0-4ad4-9a30-000000000000",
        "modified": "2026-01-01T00:00:00Z",
        "date_text": "Oktober 2022",
        "licence_name": "",
        "is_tagged": True,
    }
    return Book(pages=list(pages), **{**values, **more})


def files(made: Book) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write(made))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def documents(made: Book) -> dict[str, Any]:
    """Every XML file of the book by its name, parsed as strictly as e-readers do."""
    return {
        name.removeprefix("EPUB/"): etree.fromstring(data)
        for name, data in files(made).items()
        if name.endswith(("xhtml", "opf", "xml"))
    }


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
