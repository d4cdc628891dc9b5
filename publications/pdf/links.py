"""Where bookmarks and links lead."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from publications.pdf import objects


class Targets:
    """Resolves destinations of one file to page numbers, counted from 1."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.numbers = objects.page_numbers(pdf)
        self._pages = len(pdf.pages)
        self._named = _named_destinations(pdf)

    def page(self, item: Any) -> int | None:
        """The page to which a bookmark or a link annotation leads inside the file, None for any other place."""
        target = objects.get(item, "/Dest")
        if target is None:
            action = objects.get(item, "/A")
            if objects.get_name(action, "/S") != "GoTo":
                return None
            target = objects.get(action, "/D")
        for _ in range(3):
            if isinstance(target, Name):
                target = self._named.get(objects.as_name(target))
            elif isinstance(target, pikepdf.String):
                target = self._named.get(objects.as_text(target))
            elif isinstance(target, Dictionary):
                target = objects.get(target, "/D")
        first = objects.items(target)[0] if isinstance(target, Array) and len(target) else None
        if isinstance(first, Dictionary):
            number = objects.identity(first)
            return self.numbers.get(number) if number else None
        if isinstance(first, int) and 0 <= first < self._pages:
            return first + 1
        return None

    def address(self, annotation: Any) -> str:
        """The address of a link annotation: "https://…", "mailto:…", "#seite-4" for a page of the file, "" for
        others."""
        action = objects.get(annotation, "/A")
        if objects.get_name(action, "/S") == "URI":
            address = objects.get_text(action, "/URI")
            return address if address.lower().startswith(("http://", "https://", "mailto:", "tel:")) else ""
        page = self.page(annotation)
        return f"#seite-{page}" if page else ""


def _named_destinations(pdf: pikepdf.Pdf) -> dict[str, Any]:
    named: dict[str, Any] = {}
    old = objects.get(pdf.Root, "/Dests")
    if isinstance(old, Dictionary):
        named = {key.removeprefix("/"): objects.get(old, key) for key in objects.keys(old)}
    for key, value in objects.name_tree(objects.get(objects.get(pdf.Root, "/Names"), "/Dests")):
        named.setdefault(key, value)
    return named
