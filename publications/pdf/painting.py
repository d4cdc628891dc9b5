"""What a page paints, in the order in which it is painted, and pictures of it with some of it left out (PDFium)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops

from publications.pdf.marked import MAX_FORM_DEPTH, Box

MAX_ITEMS = 50_000
"""Objects of a page that are looked at; of the rest nothing is known (Painting.complete)."""

DIFFERENCE = 8
"""Steps of 255 by which a colour has to change before a person could see it."""


@dataclass(eq=False, slots=True)
class TextItem:
    """A text object. `box` is in points of the page's own coordinates; `size` is the height of its font in points as it
    is painted, and `width` the same across; `mode` is PDFium's text rendering mode; `colours` are those that the mode
    paints with (red, green, blue, opacity, 0 to 255); `layered` if it may belong to a layer; `clipped` if something
    may cut into it, `veiled` if it may be more or less transparent."""

    handle: Any
    address: int
    order: int
    box: Box
    size: float
    width: float
    mode: int
    colours: tuple[tuple[int, int, int, int], ...]
    layered: bool
    clipped: bool
    veiled: bool


@dataclass(slots=True)
class Shape:
    """Anything else that is painted: `kind` is "picture", "path" or "annotation"; an annotation has no `handle`."""

    order: int
    box: Box
    kind: str
    handle: Any = None


@dataclass
class Painting:
    """All objects of a page; annotations come last. `complete` is False beyond MAX_ITEMS."""

    texts: list[TextItem] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    complete: bool = True


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FAR = 1e6
_FILLS = frozenset({0, 2, 4, 6})
_STROKES = frozenset({1, 2, 5, 6})

# Annotations that show nothing on the page, or only a sign that is moved away by a click.
_NO_COVER = frozenset(
    {
        pdfium_c.FPDF_ANNOT_LINK,
        pdfium_c.FPDF_ANNOT_POPUP,
        pdfium_c.FPDF_ANNOT_TEXT,
        pdfium_c.FPDF_ANNOT_FILEATTACHMENT,
        pdfium_c.FPDF_ANNOT_SOUND,
        pdfium_c.FPDF_ANNOT_REDACT,
    }
)


def of_page(page: pdfium.PdfPage, *, layers: bool) -> Painting:
    """What the page paints. `layers`: the file has layers, so objects are asked whether they belong to one."""
    painting = Painting()
    raw = page.raw
    stack: list[tuple[Any, _Outer, int]] = [
        (pdfium_c.FPDFPage_GetObject(raw, index), _Outer(), 0)
        for index in reversed(range(pdfium_c.FPDFPage_CountObjects(raw)))
    ]
    order = 0
    while stack:
        item, outer, depth = stack.pop()
        order += 1
        if order > MAX_ITEMS:
            painting.complete = False
            break
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM:
            if depth < MAX_FORM_DEPTH:
                inner = _within(item, outer, layers)
                stack.extend(
                    (pdfium_c.FPDFFormObj_GetObject(item, index), inner, depth + 1)
                    for index in reversed(range(pdfium_c.FPDFFormObj_CountObjects(item)))
                )
            continue
        box = _bounds(item, outer.matrix)
        if box is None:
            continue
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            painting.texts.append(_text_item(item, order, box, outer, layers))
        else:
            name = "path" if kind == pdfium_c.FPDF_PAGEOBJ_PATH else "picture"
            painting.shapes.append(Shape(order, box, name, item))
    painting.shapes.extend(_annotations(page, order))
    return painting


@dataclass(slots=True)
class _Outer:
    """What the forms around an object do to it."""

    matrix: _Matrix = _IDENTITY
    layered: bool = False
    clipped: bool = False
    veiled: bool = False


def _within(form: Any, outer: _Outer, layers: bool) -> _Outer:
    # A form may belong to a layer as a whole, of which PDFium does not tell.
    return _Outer(
        _product(_matrix(form), outer.matrix),
        layers,
        outer.clipped or _is_clipped(form),
        outer.veiled or _is_veiled(form),
    )


def _is_clipped(item: Any) -> bool:
    clip = pdfium_c.FPDFPageObj_GetClipPath(item)
    return bool(clip) and pdfium_c.FPDFClipPath_CountPaths(clip) > 0


def _is_veiled(item: Any) -> bool:
    return bool(pdfium_c.FPDFPageObj_HasTransparency(item))


def _text_item(item: Any, order: int, box: Box, outer: _Outer, layers: bool) -> TextItem:
    size = ctypes.c_float()
    pdfium_c.FPDFTextObj_GetFontSize(item, ctypes.byref(size))
    a, b, c, d, _, _ = _product(_matrix(item), outer.matrix)
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(item)
    colours = []
    if mode in _FILLS:
        colours.append(_colour(item, pdfium_c.FPDFPageObj_GetFillColor))
    if mode in _STROKES:
        colours.append(_colour(item, pdfium_c.FPDFPageObj_GetStrokeColor))
    return TextItem(
        handle=item,
        address=ctypes.cast(item, ctypes.c_void_p).value or 0,
        order=order,
        box=box,
        size=abs(size.value) * (c * c + d * d) ** 0.5,
        width=abs(size.value) * (a * a + b * b) ** 0.5,
        mode=mode,
        colours=tuple(colours),
        layered=outer.layered or (layers and _in_layer(item)),
        clipped=outer.clipped or _is_clipped(item),
        veiled=outer.veiled or _is_veiled(item),
    )


def _colour(item: Any, getter: Any) -> tuple[int, int, int, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not getter(item, *(ctypes.byref(part) for part in parts)):
        return (0, 0, 0, 255)
    return (parts[0].value, parts[1].value, parts[2].value, parts[3].value)


def _matrix(item: Any) -> _Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _product(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """First `inner`, then `outer`."""
    if outer == _IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _bounds(item: Any, outer: _Matrix) -> Box | None:
    """The box of an object in the page's coordinates, None if it has none."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetBounds(item, *(ctypes.byref(side) for side in sides)):
        return None
    # What is not a number lies nowhere; what is far away is outside of any page.
    left, bottom, right, top = (
        max(-_FAR, min(_FAR, side.value)) if side.value == side.value else 0.0 for side in sides
    )
    if outer == _IDENTITY:
        return (left, bottom, right, top)
    a, b, c, d, e, f = outer
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return (min(across), min(up), max(across), max(up))


_LAYER = "OC".encode("utf-16-le") + b"\x00\x00"


def _in_layer(item: Any) -> bool:
    for index in range(pdfium_c.FPDFPageObj_CountMarks(item)):
        buffer = ctypes.create_string_buffer(16)
        length = ctypes.c_ulong()
        mark = pdfium_c.FPDFPageObj_GetMark(item, index)
        name = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        written = pdfium_c.FPDFPageObjMark_GetName(mark, name, 16, ctypes.byref(length))
        if written and buffer.raw[: length.value] == _LAYER:
            return True
    return False


def _annotations(page: pdfium.PdfPage, order: int) -> Iterator[Shape]:
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), 5000)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        sides = pdfium_c.FS_RECTF()
        known = pdfium_c.FPDFAnnot_GetRect(annotation, ctypes.byref(sides))
        kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        pdfium_c.FPDFPage_CloseAnnot(annotation)
        if known and kind not in _NO_COVER:
            box = (
                min(sides.left, sides.right),
                min(sides.bottom, sides.top),
                max(sides.left, sides.right),
                max(sides.bottom, sides.top),
            )
            yield Shape(order + 1 + index, box, "annotation")


@contextmanager
def left_out(items: Iterable[TextItem | Shape]) -> Iterator[None]:
    """While the block runs, the page is painted without these objects (annotations stay)."""
    handles = [item.handle for item in items if item.handle]
    for handle in handles:
        pdfium_c.FPDFPageObj_SetIsActive(handle, False)
    try:
        yield
    finally:
        for handle in handles:
            pdfium_c.FPDFPageObj_SetIsActive(handle, True)


Place = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of a view."""


class View:
    """A part of a page at a certain size, of which pictures can be taken. `area` as asked for, `scale` as it is."""

    def __init__(self, page: pdfium.PdfPage, area: Box, *, scale: float, max_pixels: int) -> None:
        """`area` is in the page's coordinates, what lies outside of the page is left out. `scale` is in pixels a
        point; less where the picture would have more than `max_pixels`. Raises ValueError for an area of no size."""
        self._page = page
        self.area = area
        width, height = page.get_size()
        self._axes = _axes(page)
        left, top, right, bottom = self._shares(area)
        left, top, right, bottom = max(left, 0.0), max(top, 0.0), min(right, 1.0), min(bottom, 1.0)
        points = (right - left) * width * (bottom - top) * height
        if right <= left or bottom <= top or points <= 0:
            raise ValueError("nothing to look at")
        self.scale = min(scale, (max_pixels / points) ** 0.5)
        # No side may become longer than this either: a page of 1 by 100,000 points.
        self.scale = min(self.scale, max_pixels / max((right - left) * width, (bottom - top) * height))
        self._full = (max(1, round(width * self.scale)), max(1, round(height * self.scale)))
        self._start = (int(left * self._full[0]), int(top * self._full[1]))
        self.size = (
            max(1, min(self._full[0], int(right * self._full[0]) + 1) - self._start[0]),
            max(1, min(self._full[1], int(bottom * self._full[1]) + 1) - self._start[1]),
        )

    def picture(self, *, grey: bool) -> Image.Image:
        """The part as it is painted now."""
        kind = pdfium_c.FPDFBitmap_Gray if grey else pdfium_c.FPDFBitmap_BGRx
        bitmap = pdfium.PdfBitmap.new_native(*self.size, kind)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, *self.size)
            start_x, start_y = self._start
            pdfium_c.FPDF_RenderPageBitmap(
                bitmap.raw, self._page.raw, -start_x, -start_y, *self._full, 0, pdfium_c.FPDF_ANNOT
            )
            return bitmap.to_pil().convert("L" if grey else "RGB")
        finally:
            bitmap.close()

    def changed(self, before: Image.Image, items: Iterable[TextItem], *, grey: bool) -> Image.Image:
        """Where the picture is another one without these text objects: 255 there, else 0."""
        with left_out(items):
            difference = ImageChops.difference(before, self.picture(grey=grey))
        if not grey:
            red, green, blue = difference.split()
            difference = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        return difference.point(lambda value: 255 if value > DIFFERENCE else 0)

    def place(self, box: Box) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a box of the page in pixels of the view, which may lie outside of it."""
        left, top, right, bottom = self._shares(box)
        (full_width, full_height), (start_x, start_y) = self._full, self._start
        return (
            left * full_width - start_x,
            top * full_height - start_y,
            right * full_width - start_x,
            bottom * full_height - start_y,
        )

    def _shares(self, box: Box) -> tuple[float, float, float, float]:
        """The box as shares of the page as it is shown, from its upper left corner."""
        ax, bx, cx, ay, by, cy = self._axes
        corners = [(ax * x + bx * y + cx, ay * x + by * y + cy) for x in (box[0], box[2]) for y in (box[1], box[3])]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return (min(across), min(down), max(across), max(down))


_FINE = 10_000_000


def _axes(page: pdfium.PdfPage) -> tuple[float, float, float, float, float, float]:
    """How the page's coordinates become shares of its width and height as shown: x = a·x + b·y + c, and y likewise."""
    left, bottom, right, top = page.get_bbox()
    width, height = max(right - left, 1e-3), max(top - bottom, 1e-3)

    def device(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, _FINE, _FINE, 0, x, y, ctypes.byref(across), ctypes.byref(down))
        return across.value / _FINE, down.value / _FINE

    x0, y0 = device(left, bottom)
    x1, y1 = device(right, bottom)
    x2, y2 = device(left, top)
    ax, ay, bx, by = (x1 - x0) / width, (y1 - y0) / width, (x2 - x0) / height, (y2 - y0) / height
    return (ax, bx, x0 - ax * left - bx * bottom, ay, by, y0 - ay * left - by * bottom)
