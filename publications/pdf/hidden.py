"""Text that is in the file but that nobody sees who reads the page.

Whoever blackens a name with a box, crops a page or switches a layer off believes that the words are gone. They are
not: they can be copied from the file, and would stand in the reading view and in the search.

What decides is the painted page: text is hidden if the page looks the same without it (`painting`). The objects of the
page only tell which text is in doubt, so that most pages need no picture, and why it is not seen. Text for which no
reason is found is never called hidden: PDFium may lack a glyph that other programs show.

The text that a scanner lays over or under its picture is not seen either, but it is the text of the picture. It is told
from hidden text by what is painted in its place: writing there, nothing or one even colour here.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pikepdf
import pypdfium2 as pdfium
from PIL import Image

from publications.pdf import boxes, layers, letters, marked, objects, opening, overlaps, painting, pixels
from publications.pdf.letters import MAX_QUOTE, Char, PageWord
from publications.pdf.marked import Box, Stretch
from publications.pdf.painting import Painting, Shape, TextItem, View
from publications.pdf.wording import tidy

_T = TypeVar("_T")

TIME_LIMIT = 15.0
"""Seconds after which the remaining pages are not looked at."""

REASONS = ("covered", "marked", "colour", "cropped", "layer", "invisible", "transparent", "clipped", "tiny")

REDACTIONS = frozenset({"covered", "marked", "colour"})
"""Reasons for which somebody probably meant to make the text unreadable."""

MAX_FOUND = 500
"""Findings that are told one by one; the text of all is left out."""

COARSE_PIXELS, FINE_PIXELS = 1_500_000, 2_000_000
COARSE_SCALE, FINE_SCALE = 1.0, 3.0

SMALLEST = 1.0
"""Points; smaller letters cannot be read on any page."""


@dataclass(frozen=True)
class HiddenText:
    """Text that follows on each other on page `page` (from 1), hidden for one of REASONS. `text` is at most MAX_QUOTE
    long and for staff only."""

    page: int
    reason: str
    text: str


@dataclass(frozen=True)
class Hidden:
    """`stretches`: by page number, the characters to leave out. `unchecked`: pages that could not be looked at for lack
    of time; `unchecked_scans`: those of them that are scans with text read by a program."""

    found: tuple[HiddenText, ...] = ()
    stretches: dict[int, tuple[Stretch, ...]] = field(default_factory=dict)
    unchecked: tuple[int, ...] = ()
    unchecked_scans: tuple[int, ...] = ()

    def on(self, number: int) -> tuple[Stretch, ...]:
        return self.stretches.get(number, ())


NOTHING = Hidden()


def find(path: Path, *, time_limit: float = TIME_LIMIT, pages: int | None = None) -> Hidden:
    """The hidden text of the file, or of its first `pages`. Raises opening.CannotOpen. Meant for `process.Sandbox`.

    Scanned pages come last, because their pictures take long: where time is short, they are what is not looked at.
    """
    path = Path(path)
    deadline = time.monotonic() + time_limit
    found: list[HiddenText] = []
    stretches: dict[int, tuple[Stretch, ...]] = {}
    with opening.open_pdf(path) as opened, opening.open_pages(path) as document:
        facts = _HidingFacts(opened.pdf)
        layers.drop_annotations(document, opened.pdf)
        numbers = list(range(1, min(len(document), pages or len(document)) + 1))
        scans: list[int] = []
        unchecked = [
            number
            for number in numbers
            if not _look(document, number, facts, deadline, found, stretches, postpone=scans)
        ]
        left = [number for number in scans if not _look(document, number, facts, deadline, found, stretches)]
    found.sort(key=lambda item: item.page)
    return Hidden(tuple(found[:MAX_FOUND]), stretches, tuple(unchecked), tuple(left))


def _look(
    document: pdfium.PdfDocument,
    number: int,
    facts: _HidingFacts,
    deadline: float,
    found: list[HiddenText],
    stretches: dict[int, tuple[Stretch, ...]],
    postpone: list[int] | None = None,
) -> bool:
    """Add what is hidden on a page; whether there was time for it. A scan is only noted in `postpone`."""
    if time.monotonic() > deadline:
        return False
    page = opening.load_page(document, number - 1)
    if page is None:
        return True
    try:
        painted = painting.of_page(page, layers=facts.layers)
        if postpone is not None and painted.texts and all(_is_unpainted(item) for item in painted.texts):
            postpone.append(number)
            return True
        looked = _SearchedPage(page, painted, facts, number, deadline)
        for reason, start, end, text in looked.hidden():
            stretches[number] = (*stretches.get(number, ()), (start, end))
            quote = tidy(text)
            if quote:
                found.append(HiddenText(number, reason, quote[:MAX_QUOTE]))
    except (pdfium.PdfiumError, ValueError, TimeoutError):
        return False
    finally:
        page.close()
    return True


class _HidingFacts:
    """What the structure of the file says about hiding."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.layers = objects.get(pdf.Root, "/OCProperties") is not None
        self.units: dict[int, float] = {}
        self.redactions: dict[int, list[Box]] = {}
        for number, page in enumerate(pdf.pages, start=1):
            unit = _number(objects.get(page.obj, "/UserUnit"))
            if unit > 1:
                self.units[number] = unit
            boxes = list(_redactions(page.obj))
            if boxes:
                self.redactions[number] = boxes


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _redactions(page: Any) -> Iterator[Box]:
    """The places of a page that are marked to be blackened: annotations that are there until somebody applies them."""
    for annotation in objects.items(objects.get(page, "/Annots"))[:5000]:
        if objects.get_name(annotation, "/Subtype") != "Redact":
            continue
        points = [_number(value) for value in objects.items(objects.get(annotation, "/QuadPoints"))[:80_000]]
        quads = [points[index : index + 8] for index in range(0, len(points) - 7, 8)]
        if not quads:
            sides = [_number(value) for value in objects.items(objects.get(annotation, "/Rect"))]
            quads = [sides] if len(sides) == 4 else []
        for quad in quads:
            yield (min(quad[::2]), min(quad[1::2]), max(quad[::2]), max(quad[1::2]))


class _SearchedPage:
    """One page while it is looked at."""

    def __init__(
        self, page: pdfium.PdfPage, painted: Painting, facts: _HidingFacts, number: int, deadline: float
    ) -> None:
        self._page = page
        self._painted = painted
        self._box: Box = page.get_bbox()
        self._unit = facts.units.get(number, 1.0)
        self._redactions = facts.redactions.get(number, [])
        self._shapes = boxes.Shapes(shape for shape in painted.shapes if _is_solid(shape))
        self._scan: bool | None = None
        self._deadline = deadline

    def hidden(self) -> list[tuple[str, int, int, str]]:
        """Reason, first character, the one after the last, and raw text of each hidden stretch, in order."""
        doubtful = self._doubtful()
        wanted = {item.address: item for item in doubtful}
        marked_items = {item.address: item for item in self._painted.texts if self._is_marked(item.box)}
        if not wanted and not marked_items:
            return []
        text_page = self._page.get_textpage()
        try:
            count = text_page.count_chars()
            found = list(self._in_time(marked.object_stretches(text_page, count)))
            words = [
                word
                for start, end, address in self._in_time(found)
                if address in wanted or address in marked_items
                for word in letters.words_of(text_page, start, end, wanted.get(address) or marked_items[address])
            ]
            spelt = {address for *_, address in found}
            doubles = [item for item in self._painted.texts if item.address not in spelt]
            self._judge([word for word in words if word.item.address in wanted], doubles)
            for word in words:
                for char in word.chars:
                    if self._is_marked(boxes.middle(char.box)):
                        char.reason = "marked"
            return letters.joined(text_page, words)
        finally:
            text_page.close()

    # Which text is in doubt.

    def _doubtful(self) -> list[TextItem]:
        """Text objects of which the page as a whole does not show clearly that they are seen."""
        suspects = self._suspects()
        if not suspects:
            return []
        certain = [item for item in suspects if self._cannot_be_seen(item)]
        known = {item.address for item in certain}
        rest = [item for item in suspects if item.address not in known]
        if not rest:
            return certain
        try:
            view = View(self._page, self._box, scale=COARSE_SCALE, max_pixels=COARSE_PIXELS)
        except ValueError:
            return certain
        before = view.picture(grey=True)
        for group in overlaps.apart(rest, self._shapes):
            changed = view.changed(before, group, grey=True)
            certain.extend(
                item for item in group if not pixels.clearly_seen(changed, view.place(item.box), item.size * view.scale)
            )
        return certain

    def _suspects(self) -> list[TextItem]:
        if not self._painted.complete:
            return self._painted.texts
        return [
            item
            for item in self._in_time(self._painted.texts)
            if item.layered
            or item.clipped
            or item.veiled
            or self._cannot_be_seen(item)
            or not boxes.inside(item.box, self._box)
            or all(_is_light(colour) for colour in item.colours)
            or any(boxes.meets(shape.box, item.box) for shape in self._shapes.at(item.box))
        ]

    def _cannot_be_seen(self, item: TextItem) -> bool:
        return _is_unpainted(item) or self._is_tiny(item) or not boxes.touches(item.box, self._box)

    def _is_tiny(self, item: TextItem) -> bool:
        height = min(item.box[2] - item.box[0], item.box[3] - item.box[1])
        return min(item.size, 3 * item.width) * self._unit < SMALLEST and height * self._unit < SMALLEST

    def _is_marked(self, box: Box) -> bool:
        return any(boxes.touches(box, place) for place in self._redactions)

    # What is seen of it.

    def _judge(self, words: list[PageWord], doubles: list[TextItem]) -> None:
        """Give each hidden character of the words its reason. `doubles`: text objects that PDFium gives no
        characters for, because the same text stands there already."""
        if not words:
            return
        self._look_closely([word for word in words if not self._cannot_be_seen(word.item)])
        unseen: list[PageWord] = []
        for word in words:
            if self._cannot_be_seen(word.item):
                for char in word.chars:
                    char.reason = "unseen"
            if any(char.reason for char in word.chars):
                unseen.append(word)
        self._restore_doubles(unseen, doubles)
        unseen = [word for word in unseen if any(char.reason for char in word.chars)]
        if unseen:
            self._explain(unseen)

    def _look_closely(self, words: list[PageWord]) -> None:
        by_address: dict[int, list[PageWord]] = defaultdict(list)
        for word in words:
            by_address[word.item.address].append(word)
        if not by_address:
            return
        items = [entries[0].item for entries in by_address.values()]
        view = self._fine_view(items)
        if view is None:
            return
        before = view.picture(grey=False)
        for group in overlaps.apart(items, self._shapes):
            changed = view.changed(before, group, grey=False)
            for item in self._in_time(group):
                if min(item.box[2] - item.box[0], item.box[3] - item.box[1]) * view.scale < 3:
                    continue  # too small on this picture to tell
                for word in by_address[item.address]:
                    for char in word.chars:
                        if not pixels.is_seen(changed, view.place(char.box)):
                            char.reason = "unseen"
                    letters.forget_single(word)

    def _whole_view(self) -> View | None:
        try:
            return View(self._page, self._box, scale=FINE_SCALE, max_pixels=FINE_PIXELS)
        except ValueError:
            return None

    def _fine_view(self, items: Iterable[TextItem]) -> View | None:
        area: Box | None = None
        for item in items:
            area = marked.joined_box(area, item.box)
        try:
            return View(self._page, area or self._box, scale=FINE_SCALE, max_pixels=FINE_PIXELS)
        except ValueError:
            return None

    def _restore_doubles(self, unseen: list[PageWord], doubles: list[TextItem]) -> None:
        """Take those characters as seen that are painted again in the same place and seen there: text with a halo."""
        if len(unseen) * len(doubles) > overlaps.MOST_COMPARED:
            return
        again = [item for item in doubles if any(overlaps.alike(word.item, item) for word in unseen)]
        view = self._fine_view(again) if again else None
        if view is None:
            return
        changed = view.changed(view.picture(grey=False), again, grey=False)
        for word in unseen:
            if any(overlaps.alike(word.item, item) for item in again):
                for char in word.chars:
                    if pixels.is_seen(changed, view.place(char.box)):
                        char.reason = ""

    def _explain(self, words: list[PageWord]) -> None:
        """Turn "unseen" into the reason, or into "" where there is none or the text is that of a picture."""
        items = [word.item for word in words]
        view = self._whole_view() if self._is_scan() else self._fine_view(items)
        without = None
        if view is not None:
            with painting.left_out(self._painted.texts):
                without = view.picture(grey=False)
        of_picture: list[tuple[PageWord, str]] = []
        for word in self._in_time(words):
            reasons = {self._reason(word, char, view, without) for char in word.chars if char.reason}
            reason = next((entry for entry in REASONS if entry in reasons), "")
            if view is not None and without is not None and self._may_be_text_of_picture(word, reason):
                of_picture.append((word, reason))
            else:
                letters.give(word, reason)
        if of_picture and view is not None and without is not None:
            self._judge_text_of_pictures(of_picture, view, without.convert("L"))

    def _reason(self, word: PageWord, char: Char, view: View | None, without: Image.Image | None) -> str:
        item = word.item
        middle = boxes.middle(char.box)
        if not boxes.touches(middle, self._box):
            return "cropped"
        if self._is_tiny(item):
            return "tiny"
        if item.layered and not any(
            shape.kind == "annotation" and boxes.covers(shape.box, char.box) for shape in self._later(item, char.box)
        ):
            return "layer"
        if item.mode in _UNPAINTED_MODES:
            return "invisible"
        if item.colours and all(colour[3] <= 8 for colour in item.colours):
            return "transparent"
        if (
            any(boxes.covers(shape.box, char.box) for shape in self._later(item, char.box))
            or not self._painted.complete
        ):
            return "covered"
        if view is not None and without is not None and pixels.has_colour(without, view.place(char.box), item.colours):
            return "colour"
        if item.clipped:
            return "clipped"
        return "transparent" if item.veiled else ""

    def _later(self, item: TextItem, box: Box) -> Iterator[Shape]:
        """What is painted after the text in this place."""
        return (shape for shape in self._shapes.at(box) if shape.order > item.order)

    def _in_time(self, things: Iterable[_T]) -> Iterator[_T]:
        """The things one by one, until time is over: then it raises TimeoutError."""
        for thing in things:
            if time.monotonic() > self._deadline:
                raise TimeoutError
            yield thing

    # The text of pictures.

    def _may_be_text_of_picture(self, word: PageWord, reason: str) -> bool:
        if reason in ("invisible", "transparent", "clipped"):
            return True
        return reason == "covered" and self._is_scan() and not self._is_under_shape(word)

    def _judge_text_of_pictures(self, words: list[tuple[PageWord, str]], view: View, without: Image.Image) -> None:
        """Writing in the place of a word: it is the text of that writing. Nothing there: it is hidden.

        Text that a scanner's program read may lie beside the writing. So where there is a picture, a word counts as
        hidden only on one even, dark colour or under a shape, and only if most other words of the page do lie on
        writing.
        """
        words = self._without_covered_by_photo(words, view)
        inked = [pixels.has_ink(without, view.place(word.box)) for word, _ in words]
        aligned = sum(inked) >= 0.6 * len(inked)
        for (word, reason), ink in zip(words, inked, strict=True):
            if ink:
                letters.give(word, "")
            elif self._is_scan() or self._is_on_picture(word):
                is_word = len(word.chars) >= 3
                blackened = self._is_under_shape(word) or pixels.is_dark(without, view.place(word.box))
                letters.give(word, "covered" if aligned and is_word and blackened else "")
            else:
                letters.give(word, reason)

    def _without_covered_by_photo(self, words: list[tuple[PageWord, str]], view: View) -> list[tuple[PageWord, str]]:
        """Text that is painted, and then covered by a picture as large as the page, is that of a scan only if the
        picture is writing: ink in some places and paper in others. Judge it as covered if there is ink all over, or
        nothing that stands out anywhere."""
        painted = [word for word, reason in words if reason == "covered"]
        if not painted:
            return words
        paths = [shape for shape in self._painted.shapes if shape.kind == "path"]
        with painting.left_out([*self._painted.texts, *paths]):
            pictures = view.picture(grey=True)
        places = [word.box for word in painted[:200]] + list(self._beside(painted[0].box, view))
        inked = [pixels.has_ink(pictures, view.place(box)) for box in places]
        ink_all_over = len(inked) >= 20 and sum(inked) >= 0.95 * len(inked)
        if not ink_all_over and pixels.has_contrast(pictures, round(12 * view.scale)):
            return words
        for word in painted:
            letters.give(word, "covered")
        return [(word, reason) for word, reason in words if reason != "covered"]

    def _beside(self, word: Box, view: View) -> Iterator[Box]:
        """Places of the size of a word all over the part of the page that is in view, where there is no text."""
        texts = boxes.Shapes(Shape(item.order, item.box, "path") for item in self._painted.texts)
        width, height = word[2] - word[0], word[3] - word[1]
        left, bottom, right, top = view.area
        for column in range(12):
            for row in range(12):
                x, y = left + (right - left - width) * column / 11, bottom + (top - bottom - height) * row / 11
                box = (x, y, x + width, y + height)
                if next(texts.at(box), None) is None:
                    yield box

    def _is_scan(self) -> bool:
        """Whether pictures fill most of the page."""
        if self._scan is None:
            left, bottom, right, top = self._box
            pictures = [shape.box for shape in self._painted.shapes if shape.kind == "picture"][:2000]
            points = [
                (left + (right - left) * (column + 0.5) / 12, bottom + (top - bottom) * (row + 0.5) / 12)
                for column in range(12)
                for row in range(12)
            ]
            filled = sum(1 for x, y in points if any(boxes.touches((x, y, x, y), box) for box in pictures))
            self._scan = filled >= 0.7 * len(points)
        return self._scan

    def _is_on_picture(self, word: PageWord) -> bool:
        middle = boxes.middle(word.box)
        return any(shape.kind == "picture" for shape in self._shapes.at(middle))

    def _is_under_shape(self, word: PageWord) -> bool:
        """Whether a filled shape, not much larger than words are, lies where the word is."""
        page = (self._box[2] - self._box[0]) * (self._box[3] - self._box[1])
        return any(
            shape.kind != "picture" and boxes.covers(shape.box, word.box) and boxes.area(shape.box) < 0.5 * page
            for shape in self._shapes.at(word.box)
        )


_UNPAINTED_MODES = frozenset({3, 7})


def _is_unpainted(item: TextItem) -> bool:
    return item.mode in _UNPAINTED_MODES or (bool(item.colours) and all(colour[3] == 0 for colour in item.colours))


def _is_light(colour: tuple[int, int, int, int]) -> bool:
    red, green, blue, _ = colour
    return 0.3 * red + 0.59 * green + 0.11 * blue > 150


def _is_solid(shape: Shape) -> bool:
    """Whether the shape is more than a line."""
    return min(shape.box[2] - shape.box[0], shape.box[3] - shape.box[1]) > 1.5
