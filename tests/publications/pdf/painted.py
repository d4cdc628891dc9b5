"""Pages whose text is painted so that it is seen, or not; what the tests of hidden text ask of them."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from publications.pdf import hidden, reading
from publications.pdf.text import PageText, from_reading
from tests.publications.pdf.factory import add_font, encoded

SECRET = "Geheim 4711"
OPEN = "Das steht da"


def extract(path: Path) -> tuple[PageText, ...]:
    """The texts of all pages as a reader sees them."""
    return from_reading(reading.read(path, hidden.find(path)))


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


def assert_seen(path: Path, *words: str) -> None:
    assert reasons(path) == []
    assert " ".join(page.text for page in extract(path)).split() == " ".join(words).split()
