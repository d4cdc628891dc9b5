"""A document as an EPUB: well-formed whatever the PDF held, and findable by page, chapter and words."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publications.citation.record import BibliographicRecord
from publications.epub.book import OutlineEntry, Picture
from publications.epub.package import write
from publications.epub.text import LARGEST_CHAPTER, address
from tests.publications.epub.books import RECORD, X, block, book, documents, files, page, words

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)  # control characters and surrogates too
SPAN = st.fixed_dictionaries(
    {"text": ANY_TEXT}, optional={"href": st.one_of(ANY_TEXT, st.sampled_from(["#seite-1", "#seite-9", "http://a b"]))}
)
LEAF = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(
            ["heading", "paragraph", "untagged", "artifact", "caption", "code", "formula", "figure", "new kind"]
        ),
        "spans": st.lists(SPAN, max_size=3),
    },
    optional={
        "level": st.integers(1, 6),
        "language": ANY_TEXT,
        "alt": ANY_TEXT,
        "continued": st.booleans(),
        "picture": st.sampled_from(["a", "b"]),
    },
)
BLOCK = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(["list", "toc", "item", "quote", "note", "paragraph", "code"]),
                "blocks": st.lists(inner, max_size=3),
            },
            optional={"label": ANY_TEXT, "ordered": st.booleans(), "spans": st.lists(SPAN, max_size=2)},
        ),
        st.fixed_dictionaries(
            {
                "kind": st.just("table"),
                "rows": st.lists(
                    st.lists(
                        st.fixed_dictionaries(
                            {"blocks": st.lists(inner, max_size=2)},
                            optional={
                                "header": st.booleans(),
                                "scope": ANY_TEXT,
                                "colspan": st.integers(0, 9999),
                                "rowspan": st.integers(0, 9999),
                            },
                        ),
                        max_size=2,
                    ),
                    max_size=2,
                ),
            }
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(
    blocks=st.lists(st.lists(BLOCK, max_size=3), min_size=1, max_size=3),
    label=ANY_TEXT,
    title=ANY_TEXT,
    outline=st.lists(st.builds(OutlineEntry, ANY_TEXT, st.integers(1, 5), st.integers(1, 4)), max_size=4),
)
def test_whatever_a_pdf_holds_every_file_is_well_formed_and_every_link_leads_somewhere(
    blocks: list[list[dict[str, Any]]], label: str, title: str, outline: list[OutlineEntry]
) -> None:
    pages = [page(number, *found, label=label) for number, found in enumerate(blocks, start=1)]
    record = BibliographicRecord(key="x", title=title, subtitle=title, abstract=title, mark=title)
    made = book(*pages, record=record, outline=outline, pictures={"a": PICTURE})

    found = documents(made)

    places = {name: {element.get("id") for element in tree.iter() if element.get("id")} for name, tree in found.items()}
    for name, tree in found.items():
        for link in tree.iterfind(".//h:a", X):
            file, _, place = link.get("href").partition("#")
            if not link.get("href").startswith(("http", "mailto")):
                assert (file or name) in places
                assert not place or place in places[file or name]
    assert sum(len(tree.findall(".//*[@role='doc-pagebreak']")) for tree in found.values()) == len(pages)


SAMPLE = replace(
    RECORD, mark="Musterdatei", note="Musterdatei, nicht das Original", abstract="Musterdatei, nicht das Original."
)
PICTURE = Picture(b"picture", "image/png", 4, 3)


def test_same_book_same_bytes_and_its_first_file_names_its_kind() -> None:
    made = book(page(1, block("heading", "Anfang", level=1), block("paragraph", "Text")))
    assert write(made) == write(made)
    with zipfile.ZipFile(io.BytesIO(write(made))) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert write(made)[38:58] == b"application/epub+zip"


def test_pages_keep_the_numbers_that_are_printed_on_them() -> None:
    found = documents(book(page(1, label="iv"), page(2, block("paragraph", "Text"))))
    assert [
        (words(link), link.get("href"))
        for link in found["nav.xhtml"].iterfind(".//h:nav[@role='doc-pagelist']//h:a", X)
    ] == [("iv", "text-001.xhtml#seite-1"), ("2", "text-001.xhtml#seite-2")]
    marks = found["text-001.xhtml"].findall(".//*[@role='doc-pagebreak']")
    assert [mark.get("aria-label") for mark in marks] == ["Seite iv", "Seite 2"]
    [source] = found["package.opf"].xpath("//opf:meta[@property='pageBreakSource']", namespaces=X)
    assert source.text == "https://labore.example.org/ergebnisse/leitfaden/leitfaden.pdf"


def test_a_paragraph_that_goes_on_over_a_page_is_one_and_running_heads_are_left_out() -> None:
    running = [block("artifact", f"Leitfaden | {number}") for number in (1, 2)]
    found = documents(
        book(
            page(1, block("paragraph", "Die Kommune"), running[0], block("artifact", "Steht nur hier")),
            page(2, running[1], block("paragraph", "öffnet sich.", continued=True)),
        )
    )
    body = found["text-001.xhtml"].find("h:body", X)
    assert "Leitfaden" not in words(body)
    assert "Steht nur hier" in words(body)

    found = documents(
        book(page(1, block("paragraph", "Die Kommune")), page(2, block("paragraph", "öffnet sich.", continued=True)))
    )
    [paragraph] = found["text-001.xhtml"].iterfind(".//h:p", X)
    assert words(paragraph) == "Die Kommune öffnet sich."
    assert paragraph.find("h:span[@role='doc-pagebreak']", X).get("id") == "seite-2"


def test_chapters_are_files_and_headings_leave_no_level_out() -> None:
    found = documents(
        book(
            page(1, block("heading", "Eins", level=2), block("heading", "Darunter", level=5)),
            page(2, block("paragraph", "Text"), block("heading", "Zwei", level=2), block("heading", "Neu", level=3)),
        )
    )
    assert words(found["text-001.xhtml"].find(".//h:h1", X)) == "Eins"
    assert words(found["text-001.xhtml"].find(".//h:h2", X)) == "Darunter"
    assert words(found["text-002.xhtml"].find(".//h:h1", X)) == "Zwei"
    contents = found["nav.xhtml"].find(".//h:nav[@role='doc-toc']/h:ol", X)
    assert [words(item.find("h:a", X)) for item in contents] == ["Titel und Angaben", "Eins", "Zwei"]
    assert words(contents[1].find("h:ol/h:li/h:a", X)) == "Darunter"
    spine = [item.get("idref") for item in found["package.opf"].iterfind(".//opf:itemref", X)]
    assert spine == ["titelseite", "nav", "text-001", "text-002"]


def test_a_long_chapter_goes_on_in_another_file_at_a_page() -> None:
    long = block("paragraph", "Wort " * (LARGEST_CHAPTER // 5))
    found = documents(book(page(1, long), page(2, block("paragraph", "Ende"))))
    assert "Ende" in words(found["text-002.xhtml"])


def test_without_headings_bookmarks_are_the_contents_in_the_order_of_pages_and_one_list_in_each() -> None:
    outline = [OutlineEntry(*each) for each in (("A", 1, 1), ("B", 3, 1), ("C", 2, 2), ("D", 1, 2), ("E", 1, 9))]
    found = documents(book(page(1, block("paragraph", "x")), page(2), outline=outline))
    contents = found["nav.xhtml"].find(".//h:nav[@role='doc-toc']/h:ol", X)
    assert [words(item.find("h:a", X)) for item in contents] == ["Titel und Angaben", "A", "D"]
    assert [words(item) for item in contents[1].find("h:ol", X)] == ["B", "C"]
    assert all(len(item.findall("h:ol", X)) < 2 for item in contents.iter())


def test_metadata_say_what_the_text_holds_and_claim_no_conformance() -> None:
    figure = block("figure", picture="a", alt="Ein Kreis")
    described = documents(book(page(1, block("heading", "A", level=1), figure), pictures={"a": PICTURE}))["package.opf"]
    bare = documents(book(page(1, block("figure", picture="a")), pictures={"a": PICTURE}, is_tagged=False))[
        "package.opf"
    ]

    def said(package: Any, name: str) -> list[str]:
        found = package.xpath(f"//opf:meta[@property='schema:{name}']", namespaces=X)
        return [item.text for item in found]

    assert said(described, "accessMode") == ["textual", "visual"]
    assert said(described, "accessModeSufficient") == ["textual"]
    assert {"alternativeText", "structuralNavigation", "readingOrder"} <= set(said(described, "accessibilityFeature"))
    assert said(bare, "accessModeSufficient") == ["textual,visual"]
    assert not {"alternativeText", "structuralNavigation", "readingOrder"} & set(said(bare, "accessibilityFeature"))
    assert "Ein Bild ist nicht beschrieben." in said(bare, "accessibilitySummary")[0]
    assert b"conformsTo" not in files(book(page(1)))["EPUB/package.opf"]


def test_who_made_it_stands_in_the_metadata_and_a_sample_says_that_it_is_one() -> None:
    found = documents(book(page(1), record=SAMPLE))
    package = found["package.opf"]
    assert package.findtext(".//dc:title", namespaces=X) == "Leitfaden: Für kleine Kommunen [Musterdatei]"
    assert package.findtext(".//dc:creator", namespaces=X) == "Mara Muster"
    assert package.findtext(".//dc:contributor", namespaces=X) == "Stadt Brandis"
    assert "nicht das Original" in package.findtext(".//dc:description", namespaces=X)
    assert words(found["titel.xhtml"].find(".//h:p", X)) == "Musterdatei, nicht das Original"
    plain = documents(book(page(1)))
    assert "[" not in plain["package.opf"].findtext(".//dc:title", namespaces=X)
    assert plain["titel.xhtml"].find(".//h:p[@class='tag']", X) is None


@pytest.mark.parametrize(
    ("href", "written"),
    [
        ("https://example.org/a b?q=ä#c", "https://example.org/a%20b?q=%C3%A4#c"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://müller.example/", "https://xn--mller-kva.example/"),
        ("mailto:info@example.org", "mailto:info@example.org"),
        ("http://www.example..org", ""),
        ("http://[", ""),
        ("https://", ""),
        ("mailto:niemand", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_only_valid_addresses_become_links(href: str, written: str) -> None:
    assert address(href) == written
