"""The reading view: what the tags say becomes headings, lists, tables and figures, and nothing is lost."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from publications.pdf.blocks import ReadingView, text_of
from publications.pdf.pictures import figure_pictures
from publications.pdf.reading import read
from publications.pdf.text import PageText
from tests.publications.pdf import hostile
from tests.publications.pdf.factory import (
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Table,
    build,
    make,
)
from tests.publications.pdf.painted import extract


def viewed(document: Document, tmp_path: Path) -> ReadingView:
    return read(build(document, tmp_path / "document.pdf"))


def saved(pdf: pikepdf.Pdf, tmp_path: Path) -> Path:
    path = tmp_path / "changed.pdf"
    pdf.save(path)
    return path


def test_every_kind_of_block(tmp_path: Path) -> None:
    view = viewed(
        Document(
            [
                [
                    Heading("Beteiligung vor Ort"),
                    Paragraph("Die Ergeb-\nnisse sind offen."),
                    Bullets(["erster Punkt", "zweiter Punkt"]),
                    Table([["Ort", "Zahl"], ["Köln", "12"]]),
                    Figure("Ein blaues Rechteck"),
                ]
            ],
            header="Kopfzeile",
        ),
        tmp_path,
    )
    assert view.tagged
    assert view.complete
    heading, paragraph, listing, table, figure, header = view.pages[0].blocks
    assert (heading.kind, heading.level, heading.text) == ("heading", 1, "Beteiligung vor Ort")
    assert (paragraph.kind, paragraph.text) == ("paragraph", "Die Ergebnisse sind offen.")
    assert (listing.kind, listing.ordered) == ("list", False)
    assert [(item.label, text_of(item.blocks)) for item in listing.blocks] == [
        ("·", "erster Punkt"),
        ("·", "zweiter Punkt"),
    ]
    assert [[text_of(cell.blocks) for cell in row] for row in table.rows] == [["Ort", "Zahl"], ["Köln", "12"]]
    assert [(cell.header, cell.scope) for row in table.rows for cell in row] == [(True, "col")] * 2 + [(False, "")] * 2
    assert (figure.kind, figure.alt) == ("figure", "Ein blaues Rechteck")
    assert (header.kind, header.text) == ("artifact", "Kopfzeile")


def test_figures_are_cut_out_of_their_pages(tmp_path: Path) -> None:
    path = build(
        Document([[Paragraph("Davor"), Figure("Ein blaues Rechteck"), Paragraph("Danach")]]), tmp_path / "a.pdf"
    )
    view = read(path)
    block = view.pages[0].blocks[1]
    assert block.picture == "1-1"
    (picture,) = figure_pictures(path, view)
    assert (picture.name, picture.page) == ("1-1", 1)
    opened = Image.open(io.BytesIO(picture.data))
    assert opened.size == (picture.width, picture.height) == (200, 120)
    red, green, blue = opened.convert("RGB").getpixel((100, 60))
    assert blue > 150 > green > red


def test_links_lead_to_addresses_and_to_pages(tmp_path: Path) -> None:
    pdf = make(
        Document([[Paragraph("Außen", link="https://example.org/"), Paragraph("Innen", link="x")], [Heading("Ziel")]])
    )
    inner = pdf.pages[0].obj.Annots[1]
    del inner.A
    inner.Dest = Array([pdf.pages[1].obj, Name.Fit])
    outside, inside = read(saved(pdf, tmp_path)).pages[0].blocks
    assert (outside.spans[0].text, outside.spans[0].href) == ("Außen", "https://example.org/")
    assert (inside.spans[0].text, inside.spans[0].href) == ("Innen", "#seite-2")


def test_an_address_that_runs_something_is_no_link(tmp_path: Path) -> None:
    view = viewed(Document([[Paragraph("Klick", link="javascript:alert(1)")]]), tmp_path)
    assert view.pages[0].blocks[0].spans[0].href == ""


def test_the_order_of_the_tags_counts_and_not_that_of_the_page(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("unten"), Paragraph("oben")]]))
    kids = pdf.Root.StructTreeRoot.K.K
    pdf.Root.StructTreeRoot.K.K = Array([kids[1], kids[0]])
    path = saved(pdf, tmp_path)
    assert extract(path)[0].text == "oben\nunten"


def test_own_names_of_tags_are_resolved(tmp_path: Path) -> None:
    pdf = make(Document([[Heading("Titel")]]))
    root = pdf.Root.StructTreeRoot
    root.K.K[0].S = Name("/Kapitel")
    root.RoleMap = Dictionary({"/Kapitel": Name("/Ebene2"), "/Ebene2": Name.H2})
    block = read(saved(pdf, tmp_path)).pages[0].blocks[0]
    assert (block.kind, block.level) == ("heading", 2)


def test_text_that_the_tags_forget_is_kept(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("im Baum"), Paragraph("vergessen")]]))
    del pdf.Root.StructTreeRoot.K.K[1]
    blocks = read(saved(pdf, tmp_path)).pages[0].blocks
    assert [(block.kind, block.text) for block in blocks] == [("paragraph", "im Baum"), ("untagged", "vergessen")]


def test_a_paragraph_over_two_pages_is_marked_as_continued(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("Anfang")], [Paragraph("Fortsetzung")]]))
    first, second = pdf.Root.StructTreeRoot.K.K
    first.K.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[1].obj, MCID=0))
    del pdf.Root.StructTreeRoot.K.K[1]
    pages = read(saved(pdf, tmp_path)).pages
    assert [(block.text, block.continued) for page in pages for block in page.blocks] == [
        ("Anfang", False),
        ("Fortsetzung", True),
    ]
    assert second.K[0] == 0


def test_a_footnote_does_not_cut_its_sentence(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("Vor der Note"), Paragraph("Die Note"), Paragraph("und danach.")]]))
    top = pdf.Root.StructTreeRoot.K
    before, note, after = top.K
    note.S = Name.Note
    before.K = Array([before.K[0], note, after.K[0]])
    top.K = Array([before])
    paragraph, footnote = read(saved(pdf, tmp_path)).pages[0].blocks
    assert paragraph.text == "Vor der Note und danach."
    assert (footnote.kind, text_of(footnote.blocks)) == ("note", "Die Note")


def untagged(tmp_path: Path) -> Path:
    pdf = make(Document([[Heading("Titel"), Paragraph("Ein Absatz, " * 20), Paragraph("Noch einer.")]], outline=False))
    del pdf.Root.StructTreeRoot
    del pdf.Root.MarkInfo
    return saved(pdf, tmp_path)


def test_an_untagged_file_gives_paragraphs(tmp_path: Path) -> None:
    view = read(untagged(tmp_path))
    assert not view.tagged
    assert [block.kind for block in view.pages[0].blocks] == ["paragraph"] * 3
    assert [block.text[:10] for block in view.pages[0].blocks] == ["Titel", "Ein Absatz", "Noch einer"]


def test_running_headers_are_told_from_text(tmp_path: Path) -> None:
    pages = [
        [Paragraph(f"Musterbericht {number}"), Paragraph(f"Inhalt von {letter} " * 20)]
        for number, letter in enumerate("abcde", start=1)
    ]
    pdf = make(Document(pages))
    del pdf.Root.StructTreeRoot
    del pdf.Root.MarkInfo
    kinds = {(block.kind, block.text[:13]) for page in read(saved(pdf, tmp_path)).pages for block in page.blocks}
    assert ("artifact", "Musterbericht") in kinds
    assert ("paragraph", "Musterbericht") not in kinds
    assert ("paragraph", "Inhalt von a ") in kinds


def test_page_labels_are_those_printed(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("Vorwort")], [Paragraph("Text")]]))
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r), 1, Dictionary(S=Name.D, P=String("A-"))]))
    assert extract(saved(pdf, tmp_path)) == (PageText(1, "i", "Vorwort"), PageText(2, "A-1", "Text"))


def test_what_a_form_shows_is_text_too(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("Ihr Name:")]]))
    page = pdf.pages[0].obj
    look = pdf.make_stream(page.Contents.read_bytes().replace(b"790", b"5"))
    look.Type, look.Subtype, look.BBox, look.Resources = Name.XObject, Name.Form, Array([0, 0, 300, 20]), page.Resources
    widget = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, Rect=[60, 500, 360, 520], FT=Name.Tx, AP=Dictionary(N=look)
    )
    page.Annots = Array([pdf.make_indirect(widget)])
    assert extract(saved(pdf, tmp_path))[0].text.count("Ihr Name:") == 2


def test_a_loop_in_the_tags_ends(tmp_path: Path) -> None:
    path = tmp_path / "loop.pdf"
    path.write_bytes(hostile.circular_structure())
    assert len(read(path).pages) == 1


def test_without_time_the_pages_come_without_tags(tmp_path: Path) -> None:
    path = build(Document([[Heading("Titel")], [Heading("Zwei")]]), tmp_path / "document.pdf")
    view = read(path, seconds=0)
    assert not view.complete
    assert len(view.pages) == 2


words = st.text(alphabet="abcäöüßÄÖ ", min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
blocks = st.one_of(
    st.builds(Heading, words, st.integers(1, 6)),
    st.builds(Paragraph, words),
    st.builds(Bullets, st.lists(words, min_size=1, max_size=4)),
    st.builds(
        Table,
        st.lists(st.lists(words.map(lambda text: text[:20].strip()), min_size=2, max_size=2), min_size=2, max_size=4),
    ),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(blocks, min_size=1, max_size=6), min_size=1, max_size=3))
def test_whatever_is_written_can_be_read_in_order(
    tmp_path: Path, pages: list[list[Heading | Paragraph | Bullets | Table]]
) -> None:
    view = viewed(Document(pages), tmp_path)
    wanted = ["".join(" ".join(_words(block)).split()) for page in pages for block in page]
    got = ["".join(text_of([block]).replace("·", "").split()) for page in view.pages for block in page.blocks]
    assert got == wanted


def _words(block: Heading | Paragraph | Bullets | Table) -> list[str]:
    match block:
        case Heading(text, _) | Paragraph(text, _):
            return [text]
        case Bullets(entries):
            return entries
        case Table(rows):
            return [cell for row in rows for cell in row]
