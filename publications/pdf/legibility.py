"""What of each page can be read: pages that are pictures, and text whose characters the file does not tell.

A scan often carries typed page numbers or a stamp: words that stand on a picture of the page, not the words of the
page. And a font may draw letters without saying which they are (no ToUnicode map, or one that leads to private codes):
PDFium then gives replacement and control characters, or the bare numbers of glyphs.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from publications.pdf import layers, marked, opening, wording
from publications.pdf.blocks import ReadingView
from publications.pdf.marked import Stretch

UNREADABLE_SHARE = 0.1
"""A page with this share of unreadable characters is not shown as text and not searched.

Every second word of six letters then has a hole. Measured on the corpus and the reported files: whole pages have up to
0.003 (bullets of a symbol font), pages with a broken font 0.15 to 1; nothing between.
"""

TOLD_SHARE = 0.005
"""From this share on staff are told: where only ligatures are missing (fi, ff), it is about 0.01 of German text."""

_PICTURE_SHARE = 0.5
"""A picture of the page covers at least so much of it; scanners cut margins, and some programs add their own."""
_EDGE = 0.06
"""Of the height of a page: so near to its top or bottom stand page numbers, running lines and stamps; titles of slides
stand further in."""
_STAMP_LENGTH = 200
"""Characters of the longest text that may be nothing but page number, running line and stamp."""
_GUESSED_SHARE = 0.05
"""If so many of the characters without a map come out as control characters, the others are numbers of glyphs too."""


@dataclass(frozen=True)
class UnreadablePage:
    """`share` of the visible characters of page `number` that are unreadable, 0 to 1."""

    number: int
    share: float


@dataclass(frozen=True)
class Legibility:
    """`scanned`: numbers of pages that are a picture without the page's words. `unreadable`: pages of which staff are
    told, worst or not. `first_page_text`: at most 2,000 characters, in lines."""

    scanned: tuple[int, ...] = ()
    unreadable: tuple[UnreadablePage, ...] = ()
    first_page_text: str = ""


@dataclass(frozen=True)
class _Look:
    """One page as it was looked at. `stamped`: short visible text on a picture of the whole page, in lines, one empty
    line for text at the page's edges; `picture`: by what that picture is known again (the bytes of its images)."""

    number: int
    empty: bool
    has_image: bool
    stamped: tuple[str, ...]
    picture: tuple[int, ...]
    unreadable: float


def look(path: Path, unseen: Iterable[Stretch] = ()) -> Legibility:
    """Look at all pages of the file. Pages that PDFium cannot open are left out; nothing is found in a file that it
    cannot open. `unseen`: what nobody sees on the first page, and its text is without (see `hidden`)."""
    looks: list[_Look] = []
    first = ""
    try:
        with layers.shown_pages(path) as document:
            for index in range(len(document)):
                page = opening.load_page(document, index)
                if page is None:
                    continue
                text, share = _read(page)
                if index == 0:
                    first = wording.tidy(marked.page_text(page, unseen), keep_lines=True)[:2000]
                looks.append(_look(page, index + 1, text, share))
                page.close()
    except (opening.CannotOpen, pdfium.PdfiumError):
        return Legibility()
    unreadable = tuple(UnreadablePage(page.number, page.unreadable) for page in looks if page.unreadable >= TOLD_SHARE)
    return Legibility(_scanned(looks), unreadable, first)


def legible(view: ReadingView, scanned: tuple[int, ...], unreadable: tuple[UnreadablePage, ...]) -> ReadingView:
    """The view without the text of unreadable pages; without any where most pages with text are unreadable, and where
    all pages are scans, so that only stamps and page numbers would be left.

    Search and reading view are made of the result, so garbage reaches neither.
    """
    without = {page.number for page in unreadable if page.share >= UNREADABLE_SHARE}
    with_text = {page.number for page in view.pages if page.blocks}
    if 2 * len(without & with_text) > len(with_text) or len(scanned) == len(view.pages):
        without = with_text
    pages = tuple(replace(page, blocks=()) if page.number in without else page for page in view.pages)
    return replace(view, pages=pages) if without else view


def _look(page: pdfium.PdfPage, number: int, text: str, share: float) -> _Look:
    words = text.strip()
    stamped: tuple[str, ...] = ()
    picture: tuple[int, ...] = ()
    if words and len(words) <= _STAMP_LENGTH:
        covered, picture = _picture(page)
        if covered >= _PICTURE_SHARE and not _has_hidden_text(page):
            stamped = ("",) if _is_at_edges(page) else tuple(wording.tidy(words, keep_lines=True).split("\n"))
    return _Look(number, not words, not words and _has_image(page), stamped, picture, share)


# --- pictures of pages ---

_NUMBERS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_FURNITURE = frozenset(
    [
        *("seite", "seiten", "s", "blatt", "bl", "page", "p", "von", "of", "anlage", "nr", "az", "aktenzeichen", "ds"),
        *(
            "drucksache",
            "vorlage",
            "top",
            "zu",
            "eingegangen",
            "eingang",
            "posteingang",
            "erhalten",
            "am",
            "den",
            "vom",
        ),
        *("kopie", "copy", "entwurf", "draft", "scan", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
        *("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november"),
        *("dezember", "jan", "feb", "mär", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dez", "xi", "xii"),
    ]
)
"""Words of page numbers, dates and stamps."""


def _scanned(looks: list[_Look]) -> tuple[int, ...]:
    """Pages that are a picture and have no text, or only what is typed on pictures of pages: numbers, dates, stamps,
    what stands at the edges, and lines that stand on several of them. A picture that several pages have, one of them
    with words of its own, is the background of slides."""
    found = {page.number for page in looks if page.empty and page.has_image}
    stamped = [page for page in looks if page.stamped]
    counts = Counter(line for page in stamped for line in {_NUMBERS.sub("#", line) for line in page.stamped})
    seen = Counter(page.picture for page in stamped)
    own_words = {
        page.number: [line for line in page.stamped if counts[_NUMBERS.sub("#", line)] == 1 and not _is_furniture(line)]
        for page in stamped
    }
    backgrounds = {page.picture for page in stamped if own_words[page.number] and seen[page.picture] > 1}
    for page in stamped:
        bare = all(_is_furniture(line) for line in page.stamped)
        if bare or not (own_words[page.number] or page.picture in backgrounds):
            found.add(page.number)
    if 2 * len(found) > len(looks):
        # Among scans a page that has a stamp of its own is a scan as well.
        found.update(page.number for page in stamped if seen[page.picture] == 1)
    return tuple(sorted(found))


def _is_furniture(line: str) -> bool:
    return all(word.lower() in _FURNITURE for word in _LETTERS.findall(line))


def _has_image(page: pdfium.PdfPage) -> bool:
    return next(iter(page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=4)), None) is not None


def _picture(page: pdfium.PdfPage) -> tuple[float, tuple[int, ...]]:
    """The share of the page that images cover, 0 to 1, and the bytes of each; images in a form count with its size."""
    left, bottom, right, top = page.get_bbox()
    whole = (right - left) * (top - bottom)
    area = 0.0
    sizes: list[int] = []
    for item in page.get_objects(max_depth=1):
        inner = _objects_in(item.raw) if item.type == pdfium_c.FPDF_PAGEOBJ_FORM else (item.raw,)
        images = [raw for raw in inner if pdfium_c.FPDFPageObj_GetType(raw) == pdfium_c.FPDF_PAGEOBJ_IMAGE]
        if not images:
            continue
        sizes.extend(pdfium_c.FPDFImageObj_GetImageDataRaw(image, None, 0) for image in images)
        box = item.get_bounds()
        width, height = min(box[2], right) - max(box[0], left), min(box[3], top) - max(box[1], bottom)
        area += max(0.0, width) * max(0.0, height)
    return (min(1.0, area / whole) if whole > 0 else 0.0), tuple(sizes)


def _is_at_edges(page: pdfium.PdfPage) -> bool:
    """Whether all text of the page stands near its top or bottom."""
    _, bottom, _, top = page.get_bbox()
    margin = _EDGE * (top - bottom)
    text_page = page.get_textpage()
    try:
        boxes = [text_page.get_rect(index) for index in range(text_page.count_rects())]
    finally:
        text_page.close()
    return all(box[1] >= top - margin or box[3] <= bottom + margin for box in boxes)


def _objects_in(form: object) -> Iterator[object]:
    """All objects of a form and of the forms in it."""
    stack = [(form, 0)]
    while stack:
        outer, depth = stack.pop()
        for index in range(pdfium_c.FPDFFormObj_CountObjects(outer)):
            item = pdfium_c.FPDFFormObj_GetObject(outer, index)
            yield item
            if pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_FORM and depth < marked.MAX_FORM_DEPTH:
                stack.append((item, depth + 1))


def _has_hidden_text(page: pdfium.PdfPage) -> bool:
    """Whether text is drawn invisibly, as character recognition puts it below the picture of a page."""
    for item in page.get_objects(max_depth=1):
        inner = _objects_in(item.raw) if item.type == pdfium_c.FPDF_PAGEOBJ_FORM else (item.raw,)
        for raw in inner:
            if (
                pdfium_c.FPDFPageObj_GetType(raw) == pdfium_c.FPDF_PAGEOBJ_TEXT
                and pdfium_c.FPDFTextObj_GetTextRenderMode(raw) == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE
            ):
                return True
    return False


# --- characters ---

_page = (ctypes.c_void_p, ctypes.c_int)
_unicode = ctypes.CFUNCTYPE(ctypes.c_uint, *_page)(
    ctypes.cast(pdfium_c.FPDFText_GetUnicode, ctypes.c_void_p).value or 0
)
_is_unmapped = ctypes.CFUNCTYPE(ctypes.c_int, *_page)(
    ctypes.cast(pdfium_c.FPDFText_HasUnicodeMapError, ctypes.c_void_p).value or 0
)
"""PDFium's functions with plain addresses, which is several times faster for so many calls."""


def _read(page: pdfium.PdfPage) -> tuple[str, float]:
    """The raw text of the page, and the share of its visible characters that are unreadable."""
    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range()
        places = range(text_page.count_chars())
        if len(text) == len(places) and all(_kind(ord(char)) != "?" for char in set(text)):
            return text, 0.0
        raw = ctypes.cast(text_page.raw, ctypes.c_void_p)
        codes = [_unicode(raw, place) for place in places]
        unmapped = [_is_unmapped(raw, place) == 1 for place in places]
        return text, _unreadable_share(codes, unmapped)
    finally:
        text_page.close()


def _unreadable_share(codes: list[int], unmapped: list[bool]) -> float:
    """Of the characters in the order of the page; `unmapped` where the font does not tell the character."""
    kinds = {code: _kind(code) for code in set(codes)}
    guessed = [kinds[code] for code, lost in zip(codes, unmapped, strict=True) if lost]
    are_glyphs = guessed.count("?") > _GUESSED_SHARE * len(guessed)
    marks = "".join(
        "?" if lost and (code in _HYPHENS or (are_glyphs and kinds[code] == "a")) else kinds[code]
        for code, lost in zip(codes, unmapped, strict=True)
    )
    words = marks.split()
    # A sign that stands alone is a bullet and hides no word.
    count = sum(word.count("?") for word in words if len(word) > 1)
    return count / sum(map(len, words)) if words else 0.0


def is_readable(text: str) -> bool:
    """Whether most of the visible characters can be read. A few that cannot do not spoil a quote."""
    kinds = [kind for kind in map(_kind, map(ord, text)) if kind != " "]
    return 2 * kinds.count("a") > len(kinds)


_HYPHENS = (0x02, 0xFFFE)
"""How PDFium gives a hyphen at the end of a line; where the font has no map, they are numbers like others."""


def _kind(code: int) -> str:
    """ "?" for what is no character, " " for white space and hyphens at a line end, "a" for all that can be read."""
    if code in _HYPHENS:
        return " "
    if code in (0, 0xFFFD) or code > 0x10FFFF:
        return "?"
    if 0xD800 <= code <= 0xDFFF:  # half of a character beyond the first plane; the last planes are private
        return "?" if 0xDB80 <= code <= 0xDBFF else "a"
    char = chr(code)
    if char.isspace() or char in "\u00ad\u200b":
        return " "
    return "?" if unicodedata.category(char) in ("Cc", "Co", "Cn") else "a"
