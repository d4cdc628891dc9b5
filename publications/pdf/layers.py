"""Layers (optional content, ISO 32000-1, 8.11) that are off when the file opens, and annotations that are not shown.

PDFium leaves out the content of such layers when it paints a page, but neither annotations in them nor those that
are for the printer only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pikepdf import Array

from publications.pdf import objects, opening

MAX_DEPTH = 16
_HIDDEN, _NO_VIEW = 2, 32


class Layers:
    """The layers of a file in its default configuration."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        configuration = objects.get(objects.get(pdf.Root, "/OCProperties"), "/D")
        self._base_is_off = objects.get_name(configuration, "/BaseState") == "OFF"
        key = "/ON" if self._base_is_off else "/OFF"
        self._others = {objects.identity(layer) for layer in objects.items(objects.get(configuration, key))} - {None}

    def shows(self, membership: Any) -> bool:
        """Whether content is shown that belongs to this layer, to this membership of several, or (None) to none."""
        if membership is None:
            return True
        if objects.get_name(membership, "/Type") != "OCMD":
            return self._is_on(membership)
        expression = objects.get(membership, "/VE")
        if isinstance(expression, Array):
            return self._holds(expression, 0)
        states = [self._is_on(layer) for layer in objects.items(objects.get(membership, "/OCGs"))]
        if not states:
            return True
        policy = objects.get_name(membership, "/P") or "AnyOn"
        return {"AllOn": all(states), "AnyOff": not all(states), "AllOff": not any(states)}.get(policy, any(states))

    def _is_on(self, layer: Any) -> bool:
        return (objects.identity(layer) in self._others) == self._base_is_off

    def _holds(self, expression: Any, depth: int) -> bool:
        """A visibility expression; what is nested too deeply counts as shown."""
        if not isinstance(expression, Array):
            return self._is_on(expression)
        operator, *operands = objects.items(expression) or [None]
        if depth > MAX_DEPTH or not operands:
            return True
        name = objects.as_name(operator)
        if name == "Not":
            return not self._holds(operands[0], depth + 1)
        values = (self._holds(operand, depth + 1) for operand in operands[:1000])
        return any(values) if name == "Or" else all(values)


def annotations_not_shown(pdf: pikepdf.Pdf) -> dict[int, list[int]]:
    """By page number (from 1), the places in /Annots of what nobody sees on the screen."""
    layers = Layers(pdf)
    found: dict[int, list[int]] = {}
    for number, page in enumerate(pdf.pages, start=1):
        annotations = objects.get(page.obj, "/Annots")
        if not isinstance(annotations, Array):
            continue
        places = [
            index
            for index, annotation in enumerate(objects.items(annotations)[:5000])
            if objects.get_int(annotation, "/F") & (_HIDDEN | _NO_VIEW)
            or not layers.shows(objects.get(annotation, "/OC"))
        ]
        if places:
            found[number] = places
    return found


@contextmanager
def shown_pages(path: Path) -> Iterator[pdfium.PdfDocument]:
    """The file's pages as `opening.open_pages`, without annotations that nobody sees. Raises opening.CannotOpen."""
    with opening.open_pages(path) as document:
        with opening.open_pdf(path) as opened:
            drop_annotations(document, opened.pdf)
        yield document


def drop_annotations(document: pdfium.PdfDocument, pdf: pikepdf.Pdf) -> None:
    """Take annotations that nobody sees off their pages, in memory only. To be called once for a document, before its
    pages are read; `pdf` is the same file."""
    for number, indexes in annotations_not_shown(pdf).items():
        if number > len(document):
            continue
        try:
            page = document[number - 1]
        except pdfium.PdfiumError:
            continue
        for index in reversed(indexes):
            pdfium_c.FPDFPage_RemoveAnnot(page.raw, index)
        page.close()
