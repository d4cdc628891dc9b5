"""What a reader sees is never taken for hidden: colours, shadows, small print, and the text of scans."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageDraw

from tests.publications.pdf.painted import (
    OPEN,
    SECRET,
    SEEN,
    annotated,
    assert_hidden,
    assert_seen,
    box,
    extract,
    layered,
    one_page,
    picture,
    reasons,
    saved,
    states,
    text,
)


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
