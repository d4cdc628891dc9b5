"""Words that are cut by the end of a page, put together on the page where they begin.

Search looks at one page at a time, and a reader of the reading view meets running heads between the halves. The rest of
the word moves back; nothing else does, so pages keep their anchors and hits their page numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from publications.pdf.blocks import ReadingBlock, ReadingPage
from publications.pdf.marked import HYPHEN
from publications.pdf.wording import join_hyphens

_Path = tuple[int, ...]
"""Where a block stands: its place on the page, then its place in each block around it."""

_RUNNING = frozenset({"paragraph", "heading", "untagged"})
_HOLDING = frozenset({"list", "item", "toc", "quote"})
_NEAREST = 4
"""Blocks that are looked at on each side of a page's end, where footnotes, page numbers and heads stand too."""

_CUT = re.compile(r"[^\W_][-\u2010]$")
_REST = re.compile(r"\S+")
_ROMAN = re.compile(r"[ivxlc]+\W*$")


def words_joined(pages: tuple[ReadingPage, ...]) -> tuple[ReadingPage, ...]:
    """The pages with every word that was cut between two of them on the first of both."""
    result = list(pages)
    for index in range(len(result) - 1):
        result[index], result[index + 1] = _joined(result[index], result[index + 1])
    return tuple(result)


def _joined(before: ReadingPage, after: ReadingPage) -> tuple[ReadingPage, ReadingPage]:
    ends = [entry for entry in list(_texts(before.blocks))[-_NEAREST:] if _CUT.search(entry[1].text)]
    if not ends:
        return before, after
    start = next((entry for entry in list(_texts(after.blocks))[:_NEAREST] if _goes_on(entry[1])), None)
    if start is None:
        return before, after
    (end_path, end), (start_path, block) = ends[-1], start
    first = block.spans[0]
    rest = _REST.match(first.text)
    whole = join_hyphens(f"{end.text[:-1]}{HYPHEN}{rest[0]}") if rest else ""
    if not rest or whole.endswith(f" {rest[0]}"):  # »Vor-« and »und Nachteile« are whole words
        return before, after
    last = end.spans[-1]
    ended = replace(end, spans=(*end.spans[:-1], replace(last, text=whole[len(end.text) - len(last.text) :])))
    spans = (replace(first, text=first.text[rest.end() :]), *block.spans[1:])
    spans = tuple(span for span in spans if span.text)
    if spans:
        spans = (replace(spans[0], text=spans[0].text.lstrip()), *spans[1:])
    return (
        replace(before, blocks=_with(before.blocks, end_path, ended)),
        replace(after, blocks=_with(after.blocks, start_path, replace(block, spans=spans) if spans else None)),
    )


def _goes_on(block: ReadingBlock) -> bool:
    """Whether the block may begin with the rest of a word."""
    text = block.text
    return block.continued or (text[:1].islower() and not _ROMAN.match(text))


def _texts(blocks: tuple[ReadingBlock, ...], above: _Path = ()) -> Iterator[tuple[_Path, ReadingBlock]]:
    """Blocks of running text in reading order, each with its place. Not recursive over the file: blocks are built with
    a limited depth."""
    for index, block in enumerate(blocks):
        if block.kind in _RUNNING and block.spans:
            yield (*above, index), block
        elif block.kind in _HOLDING:
            yield from _texts(block.blocks, (*above, index))


def _with(blocks: tuple[ReadingBlock, ...], path: _Path, block: ReadingBlock | None) -> tuple[ReadingBlock, ...]:
    """The blocks with the one at `path` replaced, or taken out for None."""
    index, *deeper = path
    if deeper:
        inner = _with(blocks[index].blocks, tuple(deeper), block)
        block = replace(blocks[index], blocks=inner)
    return (*blocks[:index], *((block,) if block else ()), *blocks[index + 1 :])
