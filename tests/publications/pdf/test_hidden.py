"""Text that is in a file and not seen on its pages: found by what is painted, and never where a reader sees it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageDraw

from publications.pdf import hidden, reading, report, summary_de
from publications.pdf.text import extract
from tests.publications.pdf.factory import Bullets, Document, Heading, Paragraph, Table, add_font, encoded, make

SECRET = "Geheim 4711"
OPEN = "Das steht da"


def text(words: str, x: float = 60, y: float = 700, *, size: float = 12, before: str = "") -> str:
    """Operators that show the words; `before` stands within the text object (colour, mode, matrix)."""
    return f"BT {before} /F1 {size} Tf {x:g} {y:g} Td {encoded(words)} Tj ET\n"


def box(y: float = 700, colour: str = "0 0 0 rg", x: float = 50, width: float = 200) -> str:
    """A filled rectangle over a line of text of size 12 at this height."""
    return f"q {colour} {x:g} {y - 5:g} {width:g} 20 re f Q\n"


SEEN = text(OPEN, y=600)


def one_page(content: str, *, size: tuple[float, float] = (595, 842)) -> Pdf:
    """A file with one page of this content; fonts, a picture of 200 by 100 and a form can be hung on it."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=size).obj
    page.Resources = Dictionary(Font=Dictionary(F1=add_font(pdf)))
    page.Contents = pdf.make_stream(content.encode())
    return pdf


def saved(pdf: Pdf, tmp_path: Path) -> Path:
    path = tmp_path / "file.pdf"
    pdf.save(path)
    return path


def picture(pdf: Pdf, image: Image.Image) -> pikepdf.Object:
    stream = pdf.make_stream(image.convert("RGB").tobytes())
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = image.width, image.height, 8
    stream.ColorSpace = Name.DeviceRGB
    return stream


def form(pdf: Pdf, content: str, **more: object) -> pikepdf.Object:
    stream = pdf.make_stream(content.encode())
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, [0, 0, 595, 842]
    stream.Resources = pdf.pages[0].obj.Resources
    for key, value in more.items():
        stream["/" + key] = value
    return stream


def annotated(pdf: Pdf, kind: str, content: str = "0 g 0 0 200 20 re f", **more: object) -> Pdf:
    """With an annotation over the line of text at 700."""
    appearance = pdf.make_stream(content.encode())
    appearance.Type, appearance.Subtype, appearance.BBox = Name.XObject, Name.Form, [0, 0, 200, 20]
    annotation = Dictionary(
        Type=Name.Annot, Subtype=Name("/" + kind), Rect=[50, 695, 250, 715], F=4, AP=Dictionary(N=appearance), **more
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(annotation)])
    return pdf


def layered(pdf: Pdf, **configuration: object) -> pikepdf.Object:
    """One layer, to be used as /L in the page's properties; by default it is off."""
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Intern")))
    pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(**configuration or {"OFF": [layer]}))
    pdf.pages[0].obj.Resources.Properties = Dictionary(L=layer)
    return layer


def states(pdf: Pdf, **values: object) -> None:
    pdf.pages[0].obj.Resources.ExtGState = Dictionary(G=Dictionary(Type=Name.ExtGState, **values))


def reasons(path: Path) -> list[tuple[str, str]]:
    return [(entry.reason, entry.text) for entry in hidden.find(path).found]


def assert_hidden(path: Path, reason: str, words: str = SECRET) -> None:
    """The words are found for this reason, and are in no text, while what is seen stays."""
    assert reasons(path) == [(reason, words)]
    [page] = extract(path)
    assert page.text == OPEN


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


IN_LAYER = f"/OC /L BDC {text(SECRET)} EMC {SEEN}"


def test_text_in_a_layer_that_is_off(tmp_path: Path) -> None:
    pdf = one_page(IN_LAYER)
    layered(pdf)
    assert_hidden(saved(pdf, tmp_path), "layer")


def test_text_in_a_layer_where_all_are_off(tmp_path: Path) -> None:
    pdf = one_page(IN_LAYER)
    layered(pdf, BaseState=Name.OFF)
    assert_hidden(saved(pdf, tmp_path), "layer")


def test_text_that_belongs_to_several_layers(tmp_path: Path) -> None:
    pdf = one_page(IN_LAYER)
    layer = layered(pdf)
    members = pdf.make_indirect(Dictionary(Type=Name.OCMD, OCGs=[layer], P=Name.AllOn))
    pdf.pages[0].obj.Resources.Properties.L = members
    assert_hidden(saved(pdf, tmp_path), "layer")


def test_a_form_in_a_form_in_a_layer(tmp_path: Path) -> None:
    pdf = one_page("/X Do " + SEEN)
    layer = layered(pdf)
    resources = pdf.pages[0].obj.Resources
    resources.XObject = Dictionary(Y=form(pdf, text(SECRET)))
    outer = form(pdf, "/Y Do", OC=layer)
    resources.XObject = Dictionary(X=outer, Y=resources.XObject.Y)
    outer.Resources = Dictionary(XObject=Dictionary(Y=resources.XObject.Y))
    assert_hidden(saved(pdf, tmp_path), "layer")


def test_two_languages_in_two_layers(tmp_path: Path) -> None:
    content = f"/OC /L BDC {text(SECRET, y=600)} EMC /OC /M BDC {text(OPEN, y=600)} EMC"
    pdf = one_page(content)
    off = layered(pdf)
    shown = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Deutsch")))
    pdf.Root.OCProperties.OCGs = Array([off, shown])
    pdf.pages[0].obj.Resources.Properties.M = shown
    assert_hidden(saved(pdf, tmp_path), "layer")


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


def written_note(pdf: Pdf, **more: object) -> Pdf:
    """With a note of the words on the page, as FreeText."""
    annotated(pdf, "FreeText", f"BT /F1 12 Tf 5 5 Td {encoded(SECRET)} Tj ET")
    [note] = pdf.pages[0].obj.Annots
    note.AP.N.Resources = pdf.pages[0].obj.Resources
    for key, value in more.items():
        note["/" + key] = value
    return pdf


@pytest.mark.parametrize("flags", [2, 32, 36])
def test_a_note_that_is_not_for_the_screen_is_no_text(tmp_path: Path, flags: int) -> None:
    assert extract(saved(written_note(one_page(SEEN)), tmp_path))[0].text == f"{OPEN} {SECRET}"
    assert extract(saved(written_note(one_page(SEEN), F=flags), tmp_path))[0].text == OPEN


@pytest.mark.parametrize("rule", ["layer", "all on", "any on", "expression"])
def test_a_note_in_a_layer_that_is_off_is_no_text(tmp_path: Path, rule: str) -> None:
    pdf = one_page(SEEN)
    off = layered(pdf)
    on = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Deutsch")))
    membership = {
        "layer": off,
        "all on": Dictionary(Type=Name.OCMD, OCGs=[off, on], P=Name.AllOn),
        "any on": Dictionary(Type=Name.OCMD, OCGs=[off]),
        "expression": Dictionary(Type=Name.OCMD, VE=Array([Name.And, on, Array([Name.Not, Array([Name.Not, off])])])),
    }[rule]
    assert extract(saved(written_note(pdf, OC=membership), tmp_path))[0].text == OPEN


def test_a_box_in_a_layer_that_is_off_covers_nothing(tmp_path: Path) -> None:
    pdf = annotated(one_page(text(OPEN)), "Square")
    pdf.pages[0].obj.Annots[0].OC = layered(pdf)
    assert_seen(saved(pdf, tmp_path), OPEN)
    pdf.Root.OCProperties.D = Dictionary(BaseState=Name.OFF, ON=pdf.Root.OCProperties.OCGs)
    assert reasons(saved(pdf, tmp_path)) == [("covered", OPEN)]


# What is not hidden.


def assert_seen(path: Path, *words: str) -> None:
    assert reasons(path) == []
    assert " ".join(page.text for page in extract(path)).split() == " ".join(words).split()


def test_text_on_coloured_shapes(tmp_path: Path) -> None:
    content = box() + f"q {text('weiß auf schwarz', before='1 g')} Q "
    content += box(600, "0.9 g") + f"q {text('grau auf grau', y=600, before='0.75 g')} Q "
    content += (
        box(500, "1 1 0 rg")
        + f"q {text('gelb auf weiß', y=400, before='1 1 0 rg')} Q "
        + text("schwarz auf gelb", y=500)
    )
    assert_seen(
        saved(one_page(content), tmp_path), "weiß auf schwarz", "grau auf grau", "gelb auf weiß", "schwarz auf gelb"
    )


def test_white_text_on_a_dark_picture(tmp_path: Path) -> None:
    pdf = one_page("q 595 0 0 842 0 0 cm /P Do Q q " + text(OPEN, before="1 g") + "Q")
    pdf.pages[0].obj.Resources.XObject = Dictionary(P=picture(pdf, Image.radial_gradient("L").point(lambda v: v // 2)))
    assert_seen(saved(pdf, tmp_path), OPEN)


def test_text_below_a_marker_that_lets_it_through(tmp_path: Path) -> None:
    pdf = one_page(text(OPEN) + "q /G gs " + box(colour="1 1 0 rg") + "Q")
    states(pdf, BM=Name.Multiply)
    assert_seen(saved(pdf, tmp_path), OPEN)


def test_text_below_a_shape_that_is_half_transparent(tmp_path: Path) -> None:
    pdf = one_page(text(OPEN) + "q /G gs " + box(colour="1 1 0 rg") + "Q")
    states(pdf, ca=0.4)
    assert_seen(saved(pdf, tmp_path), OPEN)


def test_shadow_halo_and_bold_by_painting_twice(tmp_path: Path) -> None:
    content = f"q {text(OPEN, x=61, y=699, before='0.7 g')} Q {text(OPEN)}"
    content += f"q {text('mit Rand', y=600, before='2 Tr 3 w 1 G 1 g')} Q {text('mit Rand', y=600)}"
    content += box(500, "0.8 g") + text("doppelt", y=500) + text("doppelt", x=60.2, y=500)
    path = saved(one_page(content), tmp_path)
    assert reasons(path) == []
    assert all(words in extract(path)[0].text for words in (OPEN, "mit Rand", "doppelt"))


def test_text_that_is_painted_again_over_the_shape(tmp_path: Path) -> None:
    path = saved(one_page(text(OPEN) + box(colour="0.9 g") + text(OPEN)), tmp_path)
    assert OPEN in extract(path)[0].text


def test_pictures_seen_through_letters(tmp_path: Path) -> None:
    pdf = one_page(f"q {text('BILD', size=80, before='7 Tr')} 500 0 0 200 50 650 cm /P Do Q")
    pdf.pages[0].obj.Resources.XObject = Dictionary(P=picture(pdf, Image.effect_noise((100, 40), 60)))
    assert_seen(saved(pdf, tmp_path), "BILD")


def test_lines_under_and_frames_around_text(tmp_path: Path) -> None:
    content = text(OPEN) + "60 698 100 0.7 re f 50 690 m 300 690 l 300 720 l 50 720 l h S\n"
    assert_seen(saved(one_page(content), tmp_path), OPEN)


def test_a_layer_that_is_on(tmp_path: Path) -> None:
    pdf = one_page(f"/OC /L BDC {text(OPEN)} EMC")
    layered(pdf, OFF=Array([]))
    assert_seen(saved(pdf, tmp_path), OPEN)


def test_a_note_that_can_be_moved_away_hides_nothing(tmp_path: Path) -> None:
    assert_seen(saved(annotated(one_page(text(OPEN)), "Text"), tmp_path), OPEN)


def test_small_print_and_posters(tmp_path: Path) -> None:
    content = box(colour="0.95 g") + text("Kleingedrucktes", size=3) + text("Plakat", y=3000, size=300)
    path = saved(one_page(content, size=(4000, 6000)), tmp_path)
    assert_seen(path, "Kleingedrucktes", "Plakat")


# The text of scans.


def scan_of(
    words: list[str], *, background: int = 245, blackened: str = "", under: bool = False, shift: float = 0
) -> Pdf:
    """A page that is one picture of these lines, with their text not painted over it, or painted below it."""
    pdf = one_page("".join(text(line, y=750 - 40 * number) for number, line in enumerate(words)))
    stream = pdf.pages[0]
    printed = pdfium.PdfDocument(_bytes(pdf))[0].render(scale=2).to_pil().convert("L")
    printed = printed.point(lambda value: min(value, background))
    if blackened:
        number = next(number for number, line in enumerate(words) if blackened in line)
        draw = ImageDraw.Draw(printed)
        y = 2 * (842 - (750 - 40 * number))
        left = 2 * (60 + 6 * words[number].index(blackened)) - 2
        draw.rectangle((left, y - 26, left + 12 * len(blackened) + 2, y + 8), fill=0)
    layer = "".join(text(line, x=60 + shift, y=750 + shift - 40 * number) for number, line in enumerate(words))
    paint = "q 595 0 0 842 0 0 cm /P Do Q\n"
    content = layer + paint if under else f"{paint} BT 3 Tr ET {layer}"
    stream.obj.Contents = pdf.make_stream(content.encode())
    stream.obj.Resources.XObject = Dictionary(P=picture(pdf, printed))
    return pdf


def _bytes(pdf: Pdf) -> bytes:
    data = io.BytesIO()
    pdf.save(data)
    return data.getvalue()


LINES = ["Bericht der Verwaltung", "Antrag von Erika Mustermann", "Alles Weitere mündlich", "Ende der Niederschrift"]


@pytest.mark.parametrize(
    "photo", [Image.effect_noise((300, 400), 80), Image.radial_gradient("L"), Image.new("L", (9, 9), 255)]
)
def test_text_below_a_photograph_as_large_as_the_page(tmp_path: Path, photo: Image.Image) -> None:
    pdf = one_page(f"{text(SECRET)}q 595 0 0 842 0 0 cm /P Do Q q {box(600, '0 g')} 1 g {SEEN} Q")
    pdf.pages[0].obj.Resources.XObject = Dictionary(P=picture(pdf, photo))
    assert_hidden(saved(pdf, tmp_path), "covered")


@pytest.mark.parametrize("under", [False, True])
def test_the_text_of_a_scan_is_not_hidden(tmp_path: Path, under: bool) -> None:
    assert_seen(saved(scan_of(LINES, under=under), tmp_path), *LINES)


@pytest.mark.parametrize("under", [False, True])
@pytest.mark.parametrize("shift", [6, 15])
def test_the_text_of_a_scan_that_lies_badly_is_not_hidden(tmp_path: Path, under: bool, shift: float) -> None:
    assert_seen(saved(scan_of(LINES, under=under, shift=shift), tmp_path), *LINES)


def test_a_blackened_place_of_a_scan_whose_text_is_left(tmp_path: Path) -> None:
    path = saved(scan_of(LINES, blackened="Erika Mustermann"), tmp_path)
    assert reasons(path) == [("covered", "Erika Mustermann")]
    assert "Mustermann" not in extract(path)[0].text
    assert "Antrag von" in extract(path)[0].text


def test_a_box_over_a_scan_whose_text_is_left(tmp_path: Path) -> None:
    pdf = scan_of(LINES)
    page = pdf.pages[0].obj
    over = b"q 1 g 125 705 110 20 re f Q"
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + over)
    path = saved(pdf, tmp_path)
    assert reasons(path) == [("covered", "Erika Mustermann")]


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
    assert found.startswith("Achtung: Unter einer Fläche, einem Bild oder einem Kommentar liegt Text (Seite\u00a01)")
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
    assert all("(Seiten\u00a01 und 2, 4 und 9)" in line for line in lines[:-3])
    assert all("und weitere Stellen" in line and "…" in line for line in lines[:-3])
    assert [line.startswith("Achtung: ") for line in lines[:3]] == [True] * 3
    assert not any(line.startswith("Achtung: ") for line in lines[3:])
    assert summary_de.hidden(hidden.NOTHING) == []


def test_text_without_characters_is_told_without_a_quote() -> None:
    """A font that does not say which letters it draws: the place is right, the words are none."""
    lost = [hidden.HiddenText(1, "cropped", words) for words in ("\ufffdein\ufffd \ufffd \ufffd", "\x01 \ue000")]
    [line, _] = summary_de.hidden(hidden.Hidden(tuple(lost)))
    assert line.startswith("Text liegt außerhalb des sichtbaren Teils der Seite (Seite\u00a01). Zuschneiden")
    [line, _] = summary_de.hidden(hidden.Hidden((*lost, hidden.HiddenText(2, "cropped", "Konto \ufffd12"))))
    assert "(Seiten\u00a01 und 2): »Konto \ufffd12« und weitere Stellen. Zuschneiden" in line
