"""The document model of the reading view: pages of blocks, as plain frozen values, with their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from publications.pdf.marked import Box


@dataclass(frozen=True)
class TextSpan:
    """A piece of running text; `href` is an address or "#seite-4", "" for plain text."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class TableCell:
    """A table cell; `scope` of a header is "col", "row" or ""."""

    blocks: tuple[ReadingBlock, ...]
    header: bool = False
    scope: str = ""
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class ReadingBlock:
    """A block of a page. What counts depends on `kind`:

    heading     spans, level 1 to 6
    paragraph   spans
    list        items are blocks of kind "item"; ordered
    item        label as printed ("1." or "•", often to be left out), blocks
    table       rows of cells; caption in spans
    figure      alt ("" if the file has none), spans with text inside the picture; box is its place on the page in
                points, picture its name in pictures.FigurePicture ("" if its place is not known)
    formula     alt, spans
    quote       blocks
    note        blocks (a footnote)
    code        spans
    caption     spans
    toc         blocks of kind "item" (a table of contents)
    untagged    spans: text of the page that the tags leave out
    artifact    spans: running header or footer, page number

    `continued`: the block began on an earlier page.
    """

    kind: str
    spans: tuple[TextSpan, ...] = ()
    level: int = 0
    blocks: tuple[ReadingBlock, ...] = ()
    rows: tuple[tuple[TableCell, ...], ...] = ()
    alt: str = ""
    label: str = ""
    ordered: bool = False
    language: str = ""
    continued: bool = False
    box: Box | None = None
    picture: str = ""

    @property
    def text(self) -> str:
        """The words of the spans."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class ReadingPage:
    """`number` from 1, `label` as printed."""

    number: int
    label: str
    blocks: tuple[ReadingBlock, ...]


@dataclass(frozen=True)
class ReadingView:
    """`tagged`: the blocks come from the file's tags. `complete`: every page could be read."""

    pages: tuple[ReadingPage, ...]
    tagged: bool
    complete: bool = True


def text_of(blocks: Iterable[ReadingBlock]) -> str:
    """The words of blocks as plain text, one line a block or cell; alternative texts are left out."""
    lines: list[str] = []
    for block in blocks:
        if block.label and not block.spans:
            inner = text_of(block.blocks)
            lines.append(f"{block.label} {inner}".strip())
            continue
        if block.spans:
            lines.append(block.text)
        inner = text_of(block.blocks)
        if inner:
            lines.append(inner)
        for row in block.rows:
            cells = (" ".join(text_of(cell.blocks).split("\n")) for cell in row)
            lines.append(" ".join(cell for cell in cells if cell))
    return "\n".join(line for line in lines if line)
