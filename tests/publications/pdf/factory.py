"""PDFs made in code: tagged documents that keep every rule of PDF/UA-1, and small files with one property each."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name, Pdf, String

CHARACTERS = "".join(map(chr, range(32, 127))) + "äöüÄÖÜßéèáàçñøåæ§°€„“”»«’–—…·×\u00ad\u00a0"
WIDTH = 500
"""Width of every glyph of the test font, in thousandths of the font size."""


@cache
def font_file() -> bytes:
    """A TrueType font whose glyphs are boxes of different height, so that pictures of pages differ where text
    differs."""
    names = [".notdef", *(f"g{ord(char):04X}" for char in CHARACTERS)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"g{ord(char):04X}" for char in CHARACTERS})
    glyphs = {}
    for index, name in enumerate(names):
        pen = TTGlyphPen(None)
        if index and CHARACTERS[index - 1] not in " \u00a0":
            height = 200 + (index * 37) % 500
            pen.moveTo((60, 0))
            pen.lineTo((60, height))
            pen.lineTo((440, height))
            pen.lineTo((440, 0))
            pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (WIDTH, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Test Sans", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    data = io.BytesIO()
    builder.save(data)
    return data.getvalue()


def add_font(pdf: Pdf) -> pikepdf.Object:
    """The test font as an embedded Type 0 font with a ToUnicode map."""
    file = pdf.make_stream(font_file())
    file.Length1 = len(font_file())
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/ABCDEF+TestSans"),
            Flags=4,
            FontBBox=[0, -200, 1000, 800],
            ItalicAngle=0,
            Ascent=800,
            Descent=-200,
            CapHeight=700,
            StemV=80,
            FontFile2=file,
        )
    )
    child = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name("/ABCDEF+TestSans"),
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=descriptor,
            DW=WIDTH,
            CIDToGIDMap=Name.Identity,
        )
    )
    pairs = "".join(f"<{index:04X}> <{ord(char):04X}>\n" for index, char in enumerate(CHARACTERS, start=1))
    blocks = pairs.splitlines(keepends=True)
    body = "".join(
        f"{len(blocks[start : start + 100])} beginbfchar\n{''.join(blocks[start : start + 100])}endbfchar\n"
        for start in range(0, len(blocks), 100)
    )
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{body}endcmap CMapName currentdict /CMap defineresource pop end end\n"
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/ABCDEF+TestSans"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=[child],
            ToUnicode=pdf.make_stream(unicode_map.encode()),
        )
    )


def encoded(text: str) -> str:
    """The text as a hexadecimal string operand for the test font."""
    return "<" + "".join(f"{CHARACTERS.index(char) + 1:04X}" for char in text) + ">"


# What a page is made of. Text is broken into lines of about 80 characters; "\n" breaks a line.


@dataclass
class Heading:
    text: str
    level: int = 1


@dataclass
class Paragraph:
    text: str
    link: str = ""


@dataclass
class Bullets:
    entries: list[str]


@dataclass
class Table:
    rows: list[list[str]]
    """The first row is the header."""


@dataclass
class Figure:
    alt: str


Block = Heading | Paragraph | Bullets | Table | Figure


@dataclass
class Document:
    """What to build. `header` is printed on each page as an artifact."""

    pages: list[list[Block]]
    title: str = "Musterbericht"
    language: str = "de"
    header: str = ""
    outline: bool = True
    info: dict[str, str] = field(default_factory=dict)


def build(document: Document, path: Path) -> Path:
    """Write the document as a tagged file that conforms to PDF/UA-1."""
    with make(document) as pdf:
        pdf.save(path, deterministic_id=True)
    return path


def make(document: Document) -> Pdf:
    """The document as an open Pdf, to be changed before it is saved."""
    return _Builder(document).make()


class _Builder:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.pdf = pikepdf.new()
        self.font = add_font(self.pdf)
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.top = self._element("Document", self.root)
        self.root.K = self.top
        self.parents: list[tuple[int, pikepdf.Object]] = []
        self.headings: list[tuple[int, str, pikepdf.Object]] = []

    def make(self) -> Pdf:
        for blocks in self.document.pages:
            self._page(blocks)
        self.parents.sort(key=lambda pair: pair[0])
        numbers = Array([value for pair in self.parents for value in pair])
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=numbers))
        self.root.ParentTreeNextKey = len(self.parents)
        catalog = self.pdf.Root
        catalog.StructTreeRoot = self.root
        catalog.MarkInfo = Dictionary(Marked=True)
        catalog.Lang = String(self.document.language)
        catalog.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        metadata = self.pdf.make_stream(packet(self.document.title, self.document.info.get("/Author", "")))
        metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
        catalog.Metadata = metadata
        self.pdf.trailer.Info = self.pdf.make_indirect(
            Dictionary({"/Title": String(self.document.title)} | {k: String(v) for k, v in self.document.info.items()})
        )
        if self.document.outline and self.headings:
            self._outline()
        return self.pdf

    def _element(self, kind: str, parent: pikepdf.Object, **more: object) -> pikepdf.Object:
        element = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=parent, K=[], **more))
        if parent.get("/Type") == Name.StructElem:
            parent.K.append(element)
        return element

    def _page(self, blocks: list[Block]) -> None:
        page = self.pdf.add_blank_page(page_size=(595, 842)).obj
        self.page, self.content, self.y = page, [], 790.0
        self.marked: list[pikepdf.Object] = []
        self.annotations: list[pikepdf.Object] = []
        key = len(self.parents)
        self.parents.append((key, Array([])))
        if self.document.header:
            self.content.append("/Artifact BMC")
            self._show(self.document.header, 60, 815)
            self.content.append("EMC")
        for block in blocks:
            self._block(block)
        self.parents[key] = (key, self.pdf.make_indirect(Array(self.marked)))
        page.Resources = Dictionary(Font=Dictionary(F1=self.font))
        page.StructParents = key
        page.Tabs = Name.S
        page.Contents = self.pdf.make_stream("\n".join(self.content).encode())
        if self.annotations:
            page.Annots = Array(self.annotations)

    def _block(self, block: Block) -> None:
        match block:
            case Heading(text, level):
                element = self._element(f"H{level}", self.top)
                self._text(element, text, size=16)
                self.headings.append((level, text, self.page))
            case Paragraph(text, link):
                element = self._element("P", self.top)
                if link:
                    self._link(element, text, link)
                else:
                    self._text(element, text)
            case Bullets(entries):
                listing = self._element("L", self.top, A=Dictionary(O=Name.List, ListNumbering=Name.Disc))
                for entry in entries:
                    item = self._element("LI", listing)
                    self._text(self._element("Lbl", item), "·")
                    self.y += 14
                    self._text(self._element("LBody", item), entry, x=80)
            case Table(rows):
                self._table(rows)
            case Figure(alt):
                element = self._element("Figure", self.top, Alt=String(alt), Pg=self.page)
                element.A = Dictionary(O=Name.Layout, BBox=[60, self.y - 60, 160, self.y], Placement=Name.Block)
                self._begin(element, "Figure")
                self.content.append(f"0.2 0.4 0.8 rg 60 {self.y - 60:g} 100 60 re f 0 g EMC")
                self.y -= 80

    def _table(self, rows: list[list[str]]) -> None:
        table = self._element("Table", self.top)
        for index, row in enumerate(rows):
            line = self._element("TR", table)
            for column, cell in enumerate(row):
                if index == 0:
                    element = self._element("TH", line, A=Dictionary(O=Name.Table, Scope=Name.Column))
                else:
                    element = self._element("TD", line)
                self._begin(element, str(element.S)[1:])
                self._show(cell, 60 + column * 150, self.y)
                self.content.append("EMC")
            self.y -= 14

    def _begin(self, element: pikepdf.Object, kind: str) -> None:
        mcid = len(self.marked)
        self.marked.append(element)
        element.Pg = self.page
        element.K.append(mcid)
        self.content.append(f"/{kind} << /MCID {mcid} >> BDC")

    def _text(self, element: pikepdf.Object, text: str, *, size: int = 10, x: float = 60) -> None:
        self._begin(element, str(element.S)[1:])
        for line in _lines(text):
            self._show(line, x, self.y, size)
            self.y -= size + 4
        self.content.append("EMC")
        self.y -= 6

    def _link(self, paragraph: pikepdf.Object, text: str, address: str) -> None:
        element = self._element("Link", paragraph)
        key = len(self.parents)
        annotation = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=[60, self.y - 2, 60 + 5 * len(text), self.y + 10],
                Border=[0, 0, 0],
                Contents=String(text),
                StructParent=key,
                A=Dictionary(S=Name.URI, URI=String(address)),
            )
        )
        self._text(element, text)
        element.K.append(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=self.page))
        self.annotations.append(annotation)
        self.parents.append((key, element))

    def _show(self, text: str, x: float, y: float, size: int = 10) -> None:
        self.content.append(f"BT /F1 {size} Tf {x:g} {y:g} Td {encoded(text)} Tj ET")

    def _outline(self) -> None:
        outlines = self.pdf.make_indirect(Dictionary(Type=Name.Outlines))
        items = [
            self.pdf.make_indirect(
                Dictionary(Title=String(text), Parent=outlines, Dest=Array([page, Name.XYZ, None, None, None]))
            )
            for _, text, page in self.headings
        ]
        for before, after in pairwise(items):
            before.Next, after.Prev = after, before
        outlines.First, outlines.Last, outlines.Count = items[0], items[-1], len(items)
        self.pdf.Root.Outlines = outlines


def _lines(text: str) -> list[str]:
    lines = []
    for part in text.split("\n"):
        line = ""
        for word in part.split(" "):
            if line and len(line) + len(word) > 80:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines


def packet(title: str, author: str = "") -> bytes:
    """An XMP packet that claims PDF/UA-1."""
    creator = f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>" if author else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{creator}'
        '<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()
