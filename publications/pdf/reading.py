"""The document as a reader needs it without the page's looks: headings, paragraphs, lists, tables, figures, by page.

From a tagged file the tags give order and meaning; text that the tags forget is added at the end of its page, so that
nothing is lost. From an untagged file come paragraphs, as far as spacing shows them. The result is data (`blocks`); a
template makes HTML of it.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from publications.pdf import hidden, inspect, layers, links, marked, opening, paragraphs, printed_numbers, structure
from publications.pdf.blocks import ReadingBlock, ReadingPage, ReadingView, TableCell, TextSpan
from publications.pdf.page_breaks import words_joined
from publications.pdf.structure import Annotated, Element, Marked
from publications.pdf.wording import BORDER, tidy

RECIPE = 4
"""Version of how text is read from a file. A change that gives other text or blocks for the same file raises it; what
was read by an older one is then read again (publications.rereading)."""

TIME_LIMIT = 18.0
"""Seconds after which the remaining pages are read without their tags, and after twice that not at all."""


def read(path: Path, unseen: hidden.Hidden = hidden.NOTHING, *, seconds: float = TIME_LIMIT) -> ReadingView:
    """The reading view of the file without the text that `hidden.find` found to be `unseen`. Raises
    opening.CannotOpen. Meant for `process.Sandbox`."""
    path = Path(path)
    started = time.monotonic()
    with opening.open_pdf(path) as opened:
        pdf = opened.pdf
        labels, has_labels = inspect.page_labels(pdf), inspect.has_page_labels(pdf)
        tagged = inspect.is_tagged(pdf)
        tree = _Tree(structure.read(pdf), links.Targets(pdf)) if tagged else None
        pages: list[ReadingPage] = []
        complete = True
        with opening.open_pages(path) as document:
            layers.drop_annotations(document, pdf)
            for number, label in enumerate(labels, start=1):
                spent = time.monotonic() - started
                page = opening.load_page(document, number - 1) if number <= len(document) else None
                if page is None or spent > 2 * seconds:
                    blocks: tuple[ReadingBlock, ...] = ()
                    complete = False
                elif tree is not None and spent < seconds:
                    blocks = tuple(tree.page(number, page, unseen.on(number)))
                else:
                    blocks = tuple(_plain(page, unseen.on(number)))
                if page is not None:
                    page.close()
                pages.append(ReadingPage(number, label, blocks))
    marked_pages = running_text_marked(tuple(pages))
    if not has_labels:
        marked_pages = printed_numbers.labelled(marked_pages)
    return ReadingView(words_joined(marked_pages), tagged, complete)


RUNNING_SHARE = 0.3
"""A text at the edge of at least this share of the pages, and of three, is a running header or footer."""


def running_text_marked(pages: tuple[ReadingPage, ...]) -> tuple[ReadingPage, ...]:
    """The pages with running headers and footers turned from "untagged" or "paragraph" into "artifact".

    What repeats, apart from page numbers, is looked for among text outside the tags and, on pages without tags,
    among the two first and two last paragraphs.
    """
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_without_numbers(page.blocks[index].text) for index in _edge(page)})
    least = max(3, RUNNING_SHARE * len(pages))
    running = {text for text, count in counts.items() if count >= least}
    if not running:
        return pages
    result = []
    for page in pages:
        edge = {index for index in _edge(page) if _without_numbers(page.blocks[index].text) in running}
        blocks = (
            replace(block, kind="artifact") if index in edge else block for index, block in enumerate(page.blocks)
        )
        result.append(replace(page, blocks=tuple(blocks)) if edge else page)
    return tuple(result)


def _edge(page: ReadingPage) -> list[int]:
    """Places of the blocks that could be running headers or footers."""
    last = len(page.blocks) - 1
    plain = all(block.kind == "paragraph" for block in page.blocks)
    return [
        index
        for index, block in enumerate(page.blocks)
        if len(block.text) <= 200 and (block.kind == "untagged" or (plain and (index < 2 or index > last - 2)))
    ]


def _without_numbers(text: str) -> str:
    """The text with numbers, arabic or roman at its ends, made alike."""
    return re.sub(r"\d+|^[ivxlc]+\b|\b[ivxlc]+$", "#", text.strip())


def _plain(page: pdfium.PdfPage, unseen: Iterable[marked.Stretch]) -> Iterator[ReadingBlock]:
    for paragraph in paragraphs.of_page(page, unseen):
        text = tidy(paragraph)
        if text:
            yield ReadingBlock("paragraph", (TextSpan(text),))


# Elements that only hold others, elements that run on within a line, and the kinds of block that text may make.
_INLINE = frozenset(
    [
        "Span",
        "Quote",
        "Link",
        "Em",
        "Strong",
        "Sub",
        "Reference",
        "Ruby",
        "RB",
        "RT",
        "RP",
        "Warichu",
        "WT",
        "WP",
        "Annot",
        "BibEntry",
        "Lbl",
        "Form",
        "Code",
    ]
)
_HEADINGS = {"H1": 1, "H2": 2, "H3": 3, "H4": 4, "H5": 5, "H6": 6, "Title": 1}


@dataclass
class _OpenPage:
    """What is left to place of one page while its blocks are built."""

    number: int
    runs: dict[int, list[marked.MarkedRun]]
    boxes: dict[int, marked.Box]
    figures: int = 0

    def take(self, mcid: int) -> list[marked.MarkedRun]:
        return self.runs.pop(mcid, [])


@dataclass
class _Text:
    """Running text while it is put together."""

    pieces: list[tuple[str, str]] = field(default_factory=list)
    end: int = -1

    def add(self, runs: Iterable[marked.MarkedRun], href: str) -> None:
        for run in runs:
            text = run.text
            apart = self.pieces and run.start != self.end
            if apart and not self.pieces[-1][0][-1:].isspace() and not text[:1].isspace():
                text = " " + text
            self.pieces.append((text, href))
            self.end = run.end

    def spans(self) -> tuple[TextSpan, ...]:
        """The pieces as spans, tidied as one text so that words join across their borders; empties the text."""
        if not self.pieces:
            return ()
        addresses: list[str] = []
        parts: list[str] = []
        for text, href in self.pieces:
            if addresses and addresses[-1] == href:
                parts[-1] += text
            else:
                addresses.append(href)
                parts.append(text)
        self.pieces, self.end = [], -1
        texts = tidy(BORDER.join(parts)).split(BORDER)
        return tuple(TextSpan(text, href) for text, href in zip(texts, addresses, strict=True) if text)


class _Tree:
    """The structure tree, ready to be asked for the blocks of one page after the other."""

    def __init__(self, tops: list[Element], targets: links.Targets) -> None:
        self._tops = tops
        self._targets = targets
        self._by_page: dict[int, dict[int, list[Element | Marked | Annotated]]] = {}
        for top in tops:
            self._sort_by_page(top)

    def _sort_by_page(self, top: Element) -> None:
        """Note for each element which of its kids have content on which page (children first)."""
        order: list[Element] = []
        stack = [top]
        while stack:
            element = stack.pop()
            order.append(element)
            stack.extend(kid for kid in element.kids if isinstance(kid, Element))
        numbers = self._targets.numbers
        for element in reversed(order):
            found: dict[int, list[Element | Marked | Annotated]] = {}
            for kid in element.kids:
                if isinstance(kid, Element):
                    for number in self._by_page[id(kid)]:
                        found.setdefault(number, []).append(kid)
                elif kid.page in numbers:
                    found.setdefault(numbers[kid.page], []).append(kid)
            if not found and element.page in numbers and (element.alt or element.actual_text):
                found[numbers[element.page]] = []
            self._by_page[id(element)] = found

    def page(self, number: int, page: pdfium.PdfPage, unseen: Iterable[marked.Stretch]) -> Iterator[ReadingBlock]:
        """The blocks of the page: what the tags hold, then what they leave out. Text that is `unseen` is in none."""
        rest: list[marked.MarkedRun] = []
        runs: dict[int, list[marked.MarkedRun]] = {}
        for run in marked.runs(page, unseen):
            if run.mcid is None:
                rest.append(run)
            else:
                runs.setdefault(run.mcid, []).append(run)
        state = _OpenPage(number, runs, marked.picture_boxes(page))
        yield from self._blocks([top for top in self._tops if self._on(top, number)], state, 0)
        rest.extend(run for left in state.runs.values() for run in left)
        rest.sort(key=lambda run: run.start)
        for kind, artifact in (("untagged", False), ("artifact", True)):
            for text in _stretches([run for run in rest if run.artifact == artifact]):
                words = tidy(text)
                if words:
                    yield ReadingBlock(kind, (TextSpan(words),))

    def _on(self, element: Element, number: int) -> bool:
        return number in self._by_page[id(element)]

    def _began_before(self, element: Element, state: _OpenPage) -> bool:
        return min(self._by_page[id(element)], default=state.number) < state.number

    def _kids(self, element: Element, state: _OpenPage) -> list[Element | Marked | Annotated]:
        """What of the element is on the page."""
        return self._by_page[id(element)].get(state.number, [])

    def _blocks(
        self, kids: Iterable[Any], state: _OpenPage, depth: int, kind: str = "paragraph", **more: Any
    ) -> list[ReadingBlock]:
        """Blocks of a mixed sequence. Running text becomes a block of `kind`; blocks that stand within a sentence
        (a footnote, a picture) come after it."""
        result: list[ReadingBlock] = []
        text = _Text()
        later: list[ReadingBlock] = []

        def flush() -> None:
            spans = text.spans()
            if spans:
                result.append(ReadingBlock(kind, spans, **more))
            result.extend(later)
            later.clear()

        sequence = list(kids)
        # A formula among words is part of its sentence; one that stands alone is a block.
        running = any(not isinstance(kid, Element) or kid.role in _INLINE for kid in sequence)
        for kid in sequence:
            if isinstance(kid, Element) and kid.role not in _INLINE and not (running and _runs_on(kid)):
                blocks = self._block(kid, state, depth)
                if text.pieces and kid.role in ("Note", "FENote", "Figure"):
                    later.extend(blocks)
                else:
                    flush()
                    result.extend(blocks)
            else:
                self._inline(kid, state, text, later, "", depth)
        flush()
        return result

    def _inline(
        self, kid: Any, state: _OpenPage, text: _Text, later: list[ReadingBlock], href: str, depth: int
    ) -> None:
        if isinstance(kid, Marked):
            text.add(state.take(kid.mcid), href)
        elif isinstance(kid, Element):
            if kid.role in ("Link", "Reference", "Annot"):
                href = self._address(kid) or href
            for inner in self._kids(kid, state):
                if isinstance(inner, Element) and inner.role not in _INLINE | {"P", "Div", "NonStruct"}:
                    later.extend(self._block(inner, state, depth + 1))
                else:
                    self._inline(inner, state, text, later, href, depth + 1)

    def _address(self, element: Element) -> str:
        for kid in element.kids:
            if isinstance(kid, Annotated):
                address = self._targets.address(kid.annotation)
                if address:
                    return address
        return ""

    def _block(self, element: Element, state: _OpenPage, depth: int) -> list[ReadingBlock]:
        kids = self._kids(element, state)
        continued = self._began_before(element, state)
        role, language = element.role, element.language
        if role in _HEADINGS or role == "H":
            level = _HEADINGS.get(role) or max(1, min(6, depth))
            return self._blocks(kids, state, depth + 1, "heading", level=level, language=language, continued=continued)
        if role in ("P", "Caption"):
            kind = "paragraph" if role == "P" else "caption"
            return self._blocks(kids, state, depth + 1, kind, language=language, continued=continued)
        if role in ("L", "TOC"):
            return self._list(element, kids, state, depth, continued)
        if role in ("LI", "TOCI"):
            return [self._item(kids, state, depth, continued)]
        if role == "Table":
            return self._table(kids, state, depth, continued)
        if role in ("Figure", "Formula"):
            return self._figure(element, kids, state, continued)
        if role in ("BlockQuote", "Note", "FENote"):
            kind = "quote" if role == "BlockQuote" else "note"
            blocks = tuple(self._blocks(kids, state, depth + 1))
            return [ReadingBlock(kind, blocks=blocks, language=language, continued=continued)] if blocks else []
        return self._blocks(kids, state, depth + (role in ("Sect", "Part", "Art")), language=language)

    def _list(
        self, element: Element, kids: list[Any], state: _OpenPage, depth: int, continued: bool
    ) -> list[ReadingBlock]:
        kind = "toc" if element.role == "TOC" else "list"
        items: list[ReadingBlock] = []
        around: list[ReadingBlock] = []
        for kid in kids:
            if isinstance(kid, Element) and kid.role in ("LI", "TOCI"):
                items.append(self._item(self._kids(kid, state), state, depth + 1, self._began_before(kid, state)))
            elif isinstance(kid, Element) and kid.role in ("L", "TOC"):
                inner = tuple(self._block(kid, state, depth + 1))
                if items:
                    last = items.pop()
                    items.append(
                        ReadingBlock("item", label=last.label, blocks=last.blocks + inner, continued=last.continued)
                    )
                elif inner:
                    items.append(ReadingBlock("item", blocks=inner))
            else:
                around.extend(self._blocks([kid], state, depth + 1, "caption"))
        items = [item for item in items if item.blocks or item.label]
        if not items:
            return around
        ordered = element.attributes.get("ListNumbering", "") in (
            "Decimal", "UpperRoman", "LowerRoman", "UpperAlpha", "LowerAlpha", "Ordered",
        )  # fmt: skip
        return [*around, ReadingBlock(kind, blocks=tuple(items), ordered=ordered, continued=continued)]

    def _item(self, kids: list[Any], state: _OpenPage, depth: int, continued: bool) -> ReadingBlock:
        label, body = _Text(), []
        for kid in kids:
            if isinstance(kid, Element) and kid.role == "Lbl":
                later: list[ReadingBlock] = []
                self._inline(kid, state, label, later, "", depth + 1)
            elif isinstance(kid, Element) and kid.role == "LBody":
                body.extend(self._kids(kid, state))
            else:
                body.append(kid)
        blocks = tuple(self._blocks(body, state, depth + 1))
        return ReadingBlock(
            "item", label="".join(span.text for span in label.spans()), blocks=blocks, continued=continued
        )

    def _table(self, kids: list[Any], state: _OpenPage, depth: int, continued: bool) -> list[ReadingBlock]:
        rows: list[tuple[TableCell, ...]] = []
        caption: list[ReadingBlock] = []

        def walk(inner: list[Any]) -> None:
            for kid in inner:
                if isinstance(kid, Element) and kid.role == "TR":
                    row = self._row(kid, state, depth)
                    if row:
                        rows.append(row)
                elif isinstance(kid, Element) and kid.role in ("THead", "TBody", "TFoot", "Table"):
                    walk(self._kids(kid, state))
                else:
                    caption.extend(self._blocks([kid], state, depth + 1, "caption"))

        walk(kids)
        if not rows:
            return caption
        if all(block.kind == "caption" for block in caption):
            spans = tuple(span for block in caption for span in block.spans)
            return [ReadingBlock("table", spans, rows=tuple(rows), continued=continued)]
        return [*caption, ReadingBlock("table", rows=tuple(rows), continued=continued)]

    def _row(self, row: Element, state: _OpenPage, depth: int) -> tuple[TableCell, ...]:
        """All cells of a row that has content on the page; cells whose content is elsewhere stay as empty ones."""
        cells = []
        for kid in row.kids:
            if isinstance(kid, Element) and kid.role in ("TH", "TD"):
                blocks = tuple(self._blocks(self._kids(kid, state), state, depth + 1))
                scope = {"Column": "col", "Row": "row"}.get(kid.attributes.get("Scope", ""), "")
                cells.append(
                    TableCell(
                        blocks,
                        header=kid.role == "TH",
                        scope=scope,
                        colspan=kid.attributes.get("ColSpan", 1),
                        rowspan=kid.attributes.get("RowSpan", 1),
                    )
                )
            else:
                blocks = tuple(self._blocks([kid], state, depth + 1))
                if blocks:
                    cells.append(TableCell(blocks))
        return tuple(cells)

    def _figure(self, element: Element, kids: list[Any], state: _OpenPage, continued: bool) -> list[ReadingBlock]:
        text = _Text()
        box = None
        for inner in _flat(kids):
            if isinstance(inner, Marked) and self._targets.numbers.get(inner.page) == state.number:
                text.add(state.take(inner.mcid), "")
                if inner.mcid in state.boxes:
                    box = marked.joined_box(box, state.boxes[inner.mcid])
        box = box or element.attributes.get("BBox")
        picture = ""
        if element.role == "Figure" and box:
            state.figures += 1
            picture = f"{state.number}-{state.figures}"
        return [
            ReadingBlock(
                "figure" if element.role == "Figure" else "formula",
                text.spans(),
                alt=element.alt or element.actual_text,
                language=element.language,
                continued=continued,
                box=box,
                picture=picture,
            )
        ]


def _runs_on(element: Element) -> bool:
    """Whether an element that may be a block or part of a sentence holds nothing but running text."""
    return element.role in ("Formula", "NonStruct", "Private") and all(
        not isinstance(kid, Element) or kid.role in _INLINE or _runs_on(kid) for kid in element.kids
    )


def _flat(kids: Iterable[Any]) -> Iterator[Any]:
    stack = list(reversed(list(kids)))
    while stack:
        kid = stack.pop()
        if isinstance(kid, Element):
            stack.extend(reversed(kid.kids))
        else:
            yield kid


def _stretches(runs: list[marked.MarkedRun]) -> Iterator[str]:
    """Texts of runs that follow each other on the page."""
    text, end = "", -1
    for run in runs:
        if text and run.start != end:
            yield text
            text = ""
        text += run.text
        end = run.end
    if text:
        yield text
