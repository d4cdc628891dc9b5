"""Text that is in a file and not seen on its pages: found by what is painted, and never where a reader sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from publications.pdf import hidden, reading, report, summary_de
from tests.publications.pdf.factory import Bullets, Document, Heading, Paragraph, Table, encoded, make
from tests.publications.pdf.painted import (
    OPEN,
    SECRET,
    SEEN,
    annotated,
    assert_hidden,
    box,
    extract,
    form,
    one_page,
    picture,
    reasons,
    saved,
    states,
    text,
)

# What is hidden.


@pytest.mark.parametrize("colour", ["0 0 0 rg", "1 1 1 rg", "0.9 0.1 0.1 rg"])
def test_text_below_a_shape(tmp_path: Path, colour: str) -> None:
    pdf = one_page(text(SECRET) + box(colour=colour) + SEEN)
    assert_hidden(saved(pdf, tmp_path), "covered")


def test_only_the_covered_letters_are_hidden(tmp_path: Path) -> None:
    content = text(f"Name: {SECRET} Ende") + box(x=60 + 6 * 6 - 1, width=6 * len(SECRET) + 2)
    path = saved(one_page(content), tmp_path)
    assert reasons(path) == [("covered", SECRET)]
    assert extract(path)[0].text == "Name: Ende"


def test_a_box_that_leaves_the_feet_of_letters_hides_them(tmp_path: Path) -> None:
    pdf = one_page(text(SECRET) + "0 g 50 700.7 200 20 re f\n" + SEEN)
    assert_hidden(saved(pdf, tmp_path), "covered")


def test_text_below_a_picture(tmp_path: Path) -> None:
    pdf = one_page(text(SECRET) + "q 200 0 0 40 50 690 cm /P Do Q\n" + SEEN)
    noise = Image.effect_noise((200, 40), 90)
    pdf.pages[0].obj.Resources.XObject = Dictionary(P=picture(pdf, noise))
    assert_hidden(saved(pdf, tmp_path), "covered")


def test_text_below_a_shape_inside_of_a_form(tmp_path: Path) -> None:
    pdf = one_page("q 1 0 0 1 0 10 cm /X Do Q " + SEEN)
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=form(pdf, text(SECRET) + box()))
    assert_hidden(saved(pdf, tmp_path), "covered")


def test_new_text_in_the_place_of_the_covered_one_stays(tmp_path: Path) -> None:
    path = saved(one_page(text(SECRET) + box(colour="1 g") + text("Neuer Wortlaut")), tmp_path)
    assert reasons(path) == [("covered", SECRET)]
    assert extract(path)[0].text == "Neuer Wortlaut"


def test_a_number_of_equal_width_in_the_place_of_another(tmp_path: Path) -> None:
    path = saved(one_page(text("4711") + box(colour="1 g") + text("1234")), tmp_path)
    assert reasons(path) == [("covered", "4711")]
    assert extract(path)[0].text == "1234"


@pytest.mark.parametrize("kind", ["Square", "Stamp", "FreeText"])
def test_text_below_an_annotation(tmp_path: Path, kind: str) -> None:
    assert_hidden(saved(annotated(one_page(text(SECRET) + SEEN), kind), tmp_path), "covered")


@pytest.mark.parametrize("more", [{}, {"QuadPoints": [50, 715, 250, 715, 50, 695, 250, 695]}])
def test_text_that_is_marked_to_be_blackened(tmp_path: Path, more: dict[str, object]) -> None:
    pdf = annotated(one_page(text(SECRET) + SEEN), "Redact", "1 0 0 RG 0 0 200 20 re S", **more)
    assert_hidden(saved(pdf, tmp_path), "marked")


@pytest.mark.parametrize(
    ("crop", "rotation"),
    [([0, 0, 595, 650], 0), ([0, 0, 595, 650], 90), ([0, 500, 300, 650], 270), ([0, 500, 300, 650], 180)],
)
def test_text_outside_of_the_crop_box(tmp_path: Path, crop: list[int], rotation: int) -> None:
    pdf = one_page(text(SECRET) + SEEN)
    pdf.pages[0].obj.CropBox, pdf.pages[0].obj.Rotate = Array(crop), rotation
    assert_hidden(saved(pdf, tmp_path), "cropped")


def test_text_partly_outside_of_the_page(tmp_path: Path) -> None:
    pdf = one_page(text(f"{OPEN} {SECRET}", y=600))
    pdf.pages[0].obj.CropBox = Array([0, 0, 60 + 6 * len(OPEN) + 2, 842])
    pdf.pages[0].obj.UserUnit = 2
    assert_hidden(saved(pdf, tmp_path), "cropped")


@pytest.mark.parametrize("mode", [3, 7])
def test_text_that_is_not_painted(tmp_path: Path, mode: int) -> None:
    assert_hidden(saved(one_page(text(SECRET, before=f"{mode} Tr") + "BT 0 Tr ET Q q " + SEEN), tmp_path), "invisible")


def test_text_that_is_not_painted_over_text_that_is(tmp_path: Path) -> None:
    path = saved(one_page(SEEN + "q " + text(SECRET, y=600, before="3 Tr") + "Q"), tmp_path)
    assert reasons(path) == [("invisible", SECRET)]
    assert SECRET not in extract(path)[0].text


@pytest.mark.parametrize(
    ("ground", "colour"), [("", "1 g"), ("", "0.99 g"), ("0 g", "0 g"), ("0.2 0.4 0.8 rg", "0.2 0.4 0.8 rg")]
)
def test_text_of_the_colour_of_its_ground(tmp_path: Path, ground: str, colour: str) -> None:
    content = (box(colour=ground) if ground else "") + f"q {text(SECRET, before=colour)} Q " + SEEN
    assert_hidden(saved(one_page(content), tmp_path), "colour")


@pytest.mark.parametrize(
    "matrix", ["/F1 0.01 Tf", "/F1 0.9 Tf", "/F1 12 Tf 0.001 0 0 0.001 60 700 Tm", "/F1 12 Tf 0.01 0 0 1 60 700 Tm"]
)
def test_text_of_no_size(tmp_path: Path, matrix: str) -> None:
    content = f"BT 60 700 Td {matrix} {encoded(SECRET)} Tj ET " + SEEN
    path = saved(one_page(content), tmp_path)
    assert {reason for reason, _ in reasons(path)} == {"tiny"}
    assert extract(path)[0].text == OPEN


@pytest.mark.parametrize("opacity", [0, 0.004])
def test_text_without_opacity(tmp_path: Path, opacity: float) -> None:
    pdf = one_page(f"q /G gs {text(SECRET)} Q " + SEEN)
    states(pdf, ca=opacity)
    assert_hidden(saved(pdf, tmp_path), "transparent")


def test_text_in_a_form_without_opacity(tmp_path: Path) -> None:
    pdf = one_page("q /G gs /X Do Q " + SEEN)
    states(pdf, ca=0)
    group = Dictionary(S=Name.Transparency)
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=form(pdf, text(SECRET), Group=group))
    assert_hidden(saved(pdf, tmp_path), "transparent")


def test_text_that_is_clipped_away(tmp_path: Path) -> None:
    assert_hidden(saved(one_page(f"q 300 300 10 10 re W n {text(SECRET)} Q " + SEEN), tmp_path), "clipped")


def test_hidden_text_is_in_no_block_of_a_tagged_file(tmp_path: Path) -> None:
    pdf = make(Document([[Heading(SECRET), Paragraph(SECRET), Bullets([SECRET]), Table([["Ort"], [SECRET]])]]))
    page = pdf.pages[0].obj
    page.CropBox = Array([0, 0, 595, 300])
    path = saved(pdf, tmp_path)
    view = reading.read(path, hidden.find(path))
    assert "4711" not in str(view)
    assert "4711" in str(reading.read(path))


# Limits.


def test_pages_for_which_there_is_no_time_are_named(tmp_path: Path) -> None:
    found = hidden.find(saved(one_page(text(SECRET) + box()), tmp_path), time_limit=0)
    assert (found.found, found.unchecked) == ((), (1,))


@pytest.mark.parametrize("size", ["1e30", "-1e30", "1e-30"])
def test_text_and_shapes_beyond_all_measure(tmp_path: Path, size: str) -> None:
    content = f"q {size} 0 0 {size} 0 0 cm {text(SECRET)} 0 0 9 9 re f Q {SEEN}"
    assert extract(saved(one_page(content), tmp_path))[0].text.endswith(OPEN)


def test_very_many_objects(tmp_path: Path) -> None:
    content = text(SECRET) + box() + "0 0 1 1 re f\n" * (hidden.painting.MAX_ITEMS + 10) + SEEN
    path = saved(one_page(content), tmp_path)
    assert ("covered", SECRET) in reasons(path)
    assert "4711" not in extract(path)[0].text


# What staff are told.


def test_inspect_pdf_tells_what_is_hidden_where_and_how_to_mend_it(tmp_path: Path) -> None:
    line = report.inspect_line(saved(one_page(text(SECRET) + box() + SEEN), tmp_path))
    assert line["hidden_text"] == [{"page": 1, "reason": "covered", "text": SECRET}]
    assert (line["hidden_unchecked"], line["hidden_error"]) == ([], "")
    assert json.dumps(line)
    found, still_there = line["hidden_de"]
    told = "Achtung: Unter einer Fläche, einem Bild oder einem Kommentar liegt Text (PDF-Seite\u00a01)"
    assert found.startswith(told)
    assert f"»{SECRET}«" in found
    assert "exportieren Sie es neu" in found
    assert "In der PDF-Datei selbst ist er noch enthalten" in still_there
    assert found in report.in_words(line)
    assert SECRET not in line["first_page_text"]


def test_every_reason_has_its_words_and_long_text_is_only_quoted() -> None:
    entries = tuple(
        hidden.HiddenText(page, reason, "geheim " * 15) for reason in hidden.REASONS for page in (1, 2, 4, 9)
    )
    lines = summary_de.hidden(hidden.Hidden(entries, unchecked=(7,), unchecked_scans=(8,)))
    assert len(lines) == len(hidden.REASONS) + 3
    assert all(line.endswith(".") for line in lines)
    assert all("(PDF-Seiten\u00a01 und 2, 4 und 9)" in line for line in lines[:-3])
    assert all("und weitere Stellen" in line and "…" in line for line in lines[:-3])
    assert [line.startswith("Achtung: ") for line in lines[:3]] == [True] * 3
    assert not any(line.startswith("Achtung: ") for line in lines[3:])
    assert summary_de.hidden(hidden.NOTHING) == []


def test_text_without_characters_is_told_without_a_quote() -> None:
    """A font that does not say which letters it draws: the place is right, the words are none."""
    lost = [hidden.HiddenText(1, "cropped", words) for words in ("\ufffdein\ufffd \ufffd \ufffd", "\x01 \ue000")]
    [line, _] = summary_de.hidden(hidden.Hidden(tuple(lost)))
    assert line.startswith("Text liegt außerhalb des sichtbaren Teils der Seite (PDF-Seite\u00a01). Zuschneiden")
    [line, _] = summary_de.hidden(hidden.Hidden((*lost, hidden.HiddenText(2, "cropped", "Konto \ufffd12"))))
    assert "(PDF-Seiten\u00a01 und 2): »Konto \ufffd12« und weitere Stellen. Zuschneiden" in line
