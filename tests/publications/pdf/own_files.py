"""A small file of each kind that the real-world corpus has, made in code, so that a plain clone tests the pipeline.

As in the corpus, files of the kind "pdfua" say in their name whether they conform to PDF/UA-1 (`…-pass-…`,
`…-fail-…`); nothing is expected of the kind "wild" but a clear answer.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from tests.publications.pdf import hostile
from tests.publications.pdf.factory import Bullets, Document, Figure, Heading, Paragraph, Table, make


@dataclass(frozen=True)
class OwnFile:
    """A file and what makes its bytes."""

    kind: str
    name: str
    make_bytes: Callable[[], bytes]


def _saved(pdf: Pdf, **options: object) -> bytes:
    data = io.BytesIO()
    pdf.save(data, deterministic_id=True, **options)
    return data.getvalue()


def _report() -> Document:
    """A report with every kind of block, over two pages, with a header on each."""
    return Document(
        [
            [
                Heading("Musterbericht"),
                Paragraph("Ein Absatz, der auf der nächsten Seite keine Fortsetzung hat."),
                Bullets(["eins", "zwei"]),
                Table([["Ort", "Jahr"], ["Musterstadt", "2021"]]),
                Figure("Ein blaues Rechteck"),
            ],
            [Heading("Zweiter Teil", 2), Paragraph("Mehr dazu", link="https://example.org/")],
        ],
        header="Musterbericht",
    )


def _changed(change: Callable[[Pdf], None]) -> bytes:
    pdf = make(_report())
    change(pdf)
    return _saved(pdf)


def _without(key: str) -> Callable[[], bytes]:
    """The report without an entry of its catalogue."""

    def change(pdf: Pdf) -> None:
        del pdf.Root[key]

    return lambda: _changed(change)


def _without_alternative_text() -> bytes:
    def change(pdf: Pdf) -> None:
        for element in pdf.Root.StructTreeRoot.K.K:
            if Name.Figure == element.S:
                del element["/Alt"]

    return _changed(change)


def _with_document_title_hidden() -> bytes:
    def change(pdf: Pdf) -> None:
        pdf.Root.ViewerPreferences.DisplayDocTitle = False

    return _changed(change)


def _untagged() -> Pdf:
    """Two lines in a standard font that is not embedded, in WinAnsi."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842)).obj
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    text = "Bürgerbeteiligung für alle".encode("cp1252").hex()
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 60 700 Td <{text}> Tj 0 -14 Td (Zweite Zeile) Tj ET".encode())
    return pdf


def _turned() -> bytes:
    pdf = make(_report())
    for page, angle in zip(pdf.pages, (90, 270), strict=True):
        page.obj.Rotate = angle
    return _saved(pdf)


def _labelled() -> bytes:
    pdf = make(_report())
    pdf.Root.PageLabels = Dictionary(
        Nums=Array([0, Dictionary(S=Name.r), 1, Dictionary(S=Name.D, P=String("A-"), St=7)])
    )
    return _saved(pdf)


def _scan() -> bytes:
    """A page that is one picture, and no text."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842)).obj
    data = io.BytesIO()
    Image.linear_gradient("L").resize((120, 170)).save(data, "JPEG")
    picture = pdf.make_stream(
        data.getvalue(),
        Type=Name.XObject, Subtype=Name.Image, Width=120, Height=170,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    page.Resources = Dictionary(XObject=Dictionary(Im=picture))
    page.Contents = pdf.make_stream(b"595 0 0 842 0 0 cm /Im Do")
    return _saved(pdf)


def _form_with_note() -> bytes:
    """A page with a filled field, and a note with its author's name."""
    pdf = _untagged()
    page = pdf.pages[0].obj
    look = pdf.make_stream(
        b"BT /F1 12 Tf 2 4 Td (Musterwert) Tj ET",
        Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 20], Resources=page.Resources,
    )  # fmt: skip
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("feld"), V=String("Musterwert"),
            Rect=[60, 500, 260, 520], AP=Dictionary(N=look), F=4,
        )
    )  # fmt: skip
    note = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, Rect=[60, 400, 260, 420], Contents=String("Eine Notiz"),
            T=String("ab12345"), DA=String("/F1 12 Tf 0 g"), F=4,
        )
    )  # fmt: skip
    page.Annots = Array([field, note])
    pdf.Root.AcroForm = Dictionary(Fields=[field], DR=page.Resources, DA=String("/F1 12 Tf 0 g"))
    return _saved(pdf)


def untagged_and_damaged() -> bytes:
    """Not one tag, and the cross-reference table is cut off."""
    whole = _saved(_untagged(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return whole[: whole.rindex(b"xref\n")]


def _in_object_streams() -> bytes:
    return _saved(make(_report()), object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)


FILES: tuple[OwnFile, ...] = (
    OwnFile("pdfua", "tagged-pass-a", lambda: _saved(make(_report()))),
    OwnFile("pdfua", "object-streams-pass-a", _in_object_streams),
    OwnFile("pdfua", "language-fail-a", _without("/Lang")),
    OwnFile("pdfua", "structure-fail-a", _without("/StructTreeRoot")),
    OwnFile("pdfua", "metadata-fail-a", _without("/Metadata")),
    OwnFile("pdfua", "title-display-fail-a", _with_document_title_hidden),
    OwnFile("pdfua", "alternative-text-fail-a", _without_alternative_text),
    OwnFile("pdfua", "untagged-fail-a", lambda: _saved(_untagged())),
    OwnFile("wild", "turned", _turned),
    OwnFile("wild", "labelled", _labelled),
    OwnFile("wild", "scan", _scan),
    OwnFile("wild", "form-with-note", _form_with_note),
    OwnFile("wild", "active-content", lambda: _saved(hostile.launcher())),
    OwnFile("wild", "owner-password", hostile.with_owner_password),
    OwnFile("wild", "password", hostile.with_password),
    OwnFile("wild", "cut-at-the-end", hostile.cut_at_the_end),
    OwnFile("wild", "untagged-and-damaged", untagged_and_damaged),
    OwnFile("wild", "truncated", hostile.truncated),
    OwnFile("wild", "circular-tree", hostile.circular_tree),
    OwnFile("wild", "circular-outline", hostile.circular_outline),
    OwnFile("wild", "circular-structure", hostile.circular_structure),
    OwnFile("wild", "huge-page", hostile.huge_page),
    OwnFile("wild", "empty", lambda: b""),
    OwnFile("wild", "web-page", lambda: b"<!doctype html><title>Anmeldung</title>"),
)
