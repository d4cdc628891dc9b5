"""Pages that are pictures with a stamp, and text whose characters the file does not tell."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pikepdf
import pytest

from publications.pdf import pipeline, summary_de
from publications.pdf.blocks import ReadingBlock, ReadingPage, ReadingView, TextSpan
from publications.pdf.clean import PublicRecord
from publications.pdf.inspect import inspect
from publications.pdf.legibility import UNREADABLE_SHARE, UnreadablePage, legible, look
from tests.publications.pdf.factory import Bullets, Document, Heading, Paragraph, make

SENTENCE = "Die Kommune legt offen, wie sie entscheidet."


def written(pdf: pikepdf.Pdf, tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    pdf.save(path)
    return path


def pictures(texts: list[str], *, width: int = 595, hidden: bool = False, background: bool = False) -> pikepdf.Pdf:
    """A page for each text: a picture that is `width` of 595 points wide, and the text typed on it (or hidden). Each
    page has a picture of its own unless it is a `background`."""
    pdf = make(Document([[Paragraph(text)] if text else [] for text in texts]))
    for number, page in enumerate(pdf.pages):
        size = 10 if background else 10 + number
        image = pdf.make_stream(random.Random(1).randbytes(size * 10))
        image.Type, image.Subtype, image.Width, image.Height = pikepdf.Name.XObject, pikepdf.Name.Image, 10, size
        image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 8
        page.obj.Resources.XObject = pikepdf.Dictionary(Im1=image)
        text = page.obj.Contents.read_bytes()
        if hidden:
            text = text.replace(b"BT ", b"BT 3 Tr ")
        page.obj.Contents = pdf.make_stream(b"q %d 0 0 842 0 0 cm /Im1 Do Q\n" % width + text)
    return pdf


@pytest.mark.parametrize(
    "texts",
    [
        ["", ""],
        ["Seite 1 von 3", "Seite 2 von 3", "Seite 3 von 3"],
        ["- 1 -", "- 2 -"],
        ["iv", "v"],
        ["Eingegangen am 12. März 2021"],
        ["Stadt Musterhausen, Vorlage 20/123\n1", "Stadt Musterhausen, Vorlage 20/123\n2"],
        ["Anlage 3", "", ""],
        ["Ratsbüro hat geprüft", "Seite 2", "Seite 3"],
    ],
)
def test_a_picture_with_page_number_or_stamp_is_a_scan(tmp_path: Path, texts: list[str]) -> None:
    found = inspect(written(pictures(texts), tmp_path))
    assert found.scanned_pages == tuple(range(1, len(texts) + 1))
    assert "nur aus Bildern" in summary_de.inspection(found)[0]


def test_what_is_typed_on_a_smaller_picture_is_text(tmp_path: Path) -> None:
    assert look(written(pictures(["Seite 1", "Seite 2"], width=200), tmp_path)).scanned == ()


def test_slides_on_one_background_are_text(tmp_path: Path) -> None:
    slides = ["Offene Kommune", "Drei Schritte", "Offene Kommune"]
    assert look(written(pictures(slides, background=True), tmp_path)).scanned == ()


def test_the_same_picture_with_the_same_stamp_is_a_scan(tmp_path: Path) -> None:
    sheets = ["Ratsarchiv, Blatt 1", "Ratsarchiv, Blatt 2"]
    assert look(written(pictures(sheets, background=True), tmp_path)).scanned == (1, 2)


@pytest.mark.parametrize("height", [30, 800], ids=["bottom", "top"])
def test_what_stands_at_the_edge_of_a_picture_is_a_stamp(tmp_path: Path, height: int) -> None:
    pdf = pictures(["Ratsbüro Musterhausen, geprüft"])
    content = pdf.pages[0].obj.Contents.read_bytes()
    pdf.pages[0].obj.Contents = pdf.make_stream(content.replace(b" 790 Td", b" %d Td" % height))
    assert look(written(pdf, tmp_path)).scanned == (1,)


def test_a_title_on_a_photo_is_text(tmp_path: Path) -> None:
    assert look(written(pictures(["Kommunen öffnen sich"]), tmp_path)).scanned == ()


def test_a_long_text_on_a_picture_is_text(tmp_path: Path) -> None:
    assert look(written(pictures([SENTENCE * 6, SENTENCE * 6]), tmp_path)).scanned == ()


def test_a_scan_with_recognised_text_is_text(tmp_path: Path) -> None:
    assert look(written(pictures(["Seite 1", "Seite 2"], hidden=True), tmp_path)).scanned == ()


def test_page_numbers_of_a_scan_are_no_text_to_read_or_search(tmp_path: Path) -> None:
    source = written(pictures(["Seite 1", "Seite 2"]), tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    result = pipeline.process(source, work, PublicRecord("Bericht"))
    assert [page.text for page in result.pages] == ["", ""]
    assert "eine Lesefassung gibt es deshalb nicht" in " ".join(summary_de.processed(result))


# --- characters ---


def fonts(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj.Resources.Font.F1


def without_map(pdf: pikepdf.Pdf) -> pikepdf.Pdf:
    """The font does not say which characters its glyphs are."""
    del fonts(pdf).ToUnicode
    return pdf


def mapped(pdf: pikepdf.Pdf, code: str, *, only: str = "") -> pikepdf.Pdf:
    """The font leads all its characters, or `only` one, to the code (four hexadecimal digits)."""
    font = fonts(pdf)
    wanted = f"{ord(only):04X}" if only else r"(?!0020)[0-9A-F]{4}"
    table = re.sub(rf"> <{wanted}>", f"> <{code}>", font.ToUnicode.read_bytes().decode())
    font.ToUnicode = pdf.make_stream(table.encode())
    return pdf


def document() -> pikepdf.Pdf:
    return make(Document([[Heading("Titel"), Paragraph(SENTENCE), Bullets(["eins", "zwei"])]]))


def share(pdf: pikepdf.Pdf, tmp_path: Path) -> float:
    found = look(written(pdf, tmp_path)).unreadable
    return found[0].share if found else 0.0


def test_a_readable_file_has_nothing_unreadable(tmp_path: Path) -> None:
    assert share(document(), tmp_path) == 0.0


@pytest.mark.parametrize("code", ["FFFD", "E123", "F041", "0007"], ids=["replacement", "private", "symbol", "control"])
def test_characters_that_are_none_are_counted(tmp_path: Path, code: str) -> None:
    assert share(mapped(document(), code), tmp_path) > 0.9


def test_numbers_of_glyphs_are_no_text_even_where_they_look_like_letters(tmp_path: Path) -> None:
    assert share(without_map(document()), tmp_path) > 0.9


def test_a_lost_letter_is_counted_and_a_lost_bullet_is_not(tmp_path: Path) -> None:
    assert share(mapped(document(), "F0B7", only="·"), tmp_path) == 0.0
    lost = share(mapped(document(), "F0B7", only="g"), tmp_path)
    assert 0 < lost < UNREADABLE_SHARE


def view(*texts: str) -> ReadingView:
    pages = [
        ReadingPage(number, str(number), (ReadingBlock("paragraph", (TextSpan(text),)),) if text else ())
        for number, text in enumerate(texts, start=1)
    ]
    return ReadingView(tuple(pages), tagged=False, complete=True)


def numbers_with_text(result: ReadingView) -> list[int]:
    return [page.number for page in result.pages if page.blocks]


def test_unreadable_pages_are_left_out_and_the_others_stay() -> None:
    unreadable = (UnreadablePage(1, 0.6), UnreadablePage(2, 0.02))
    assert numbers_with_text(legible(view("?", "a", "b", ""), (), unreadable)) == [2, 3]


def test_where_most_pages_are_unreadable_nothing_is_left() -> None:
    unreadable = (UnreadablePage(1, 0.6), UnreadablePage(2, 0.1))
    assert numbers_with_text(legible(view("?", "?", "b", ""), (), unreadable)) == []


def test_staff_are_told_the_share_of_each_page_and_garbage_goes_nowhere(tmp_path: Path) -> None:
    source = written(without_map(document()), tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    result = pipeline.process(source, work, PublicRecord("Bericht"))
    assert [page.text for page in result.pages] == [""]
    told = " ".join(summary_de.processed(result))
    assert re.search(r"Seite\u00a01 \((9\d|100)\u00a0%\)", told)
    assert "weder in der Suche noch in der Lesefassung" in told
    assert "eine Lesefassung gibt es deshalb nicht" in told


def test_many_unreadable_pages_are_told_in_one_sentence() -> None:
    found = [UnreadablePage(number, 0.008) for number in range(1, 31)]
    told = summary_de.unreadable(found)
    assert "Seite\u00a012 (unter 1\u00a0%) und 18\u00a0weitere Seiten." in told
    assert "Lesefassung" not in told, "below the threshold the text is shown"
