"""The structure tree of a tagged file, as plain values: roles resolved, loops cut, nothing recursive."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from publications.pdf import objects

MAX_DEPTH = 200

STANDARD_ROLES = frozenset(
    {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private"}
    | {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead"}
    | {"TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT"}
    | {"RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form", "Title", "FENote", "Em", "Strong", "Aside"}
    | {"DocumentFragment", "Sub", "Artifact"}
)
"""Standard structure types of PDF 1.7 (ISO 32000-1, 14.8.4) and those of PDF 2.0 that 1.7 writers use too."""


@dataclass(frozen=True)
class Marked:
    """Content of a page: the marked-content id `mcid` on the page object `page`."""

    page: tuple[int, int]
    mcid: int


@dataclass(frozen=True)
class Annotated:
    """An annotation (link, form field, comment) in the tree; `uri` of a link, `page` the page number it leads to."""

    page: tuple[int, int] | None
    annotation: Any


@dataclass
class Element:
    """A structure element. `kids` are elements, Marked or Annotated in reading order."""

    role: str
    alt: str = ""
    actual_text: str = ""
    language: str = ""
    title: str = ""
    page: tuple[int, int] | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    kids: list[Element | Marked | Annotated] = field(default_factory=list)

    def page_number(self, numbers: dict[tuple[int, int], int]) -> int | None:
        """The number of the page on which the element begins, None if the tags do not say."""
        if self.page:
            return numbers.get(self.page)
        stack: list[Element | Marked | Annotated] = list(reversed(self.kids))
        while stack:
            kid = stack.pop()
            if kid.page:
                return numbers.get(kid.page)
            if isinstance(kid, Element):
                stack.extend(reversed(kid.kids))
        return None


def read(pdf: pikepdf.Pdf) -> list[Element]:
    """The top elements of the tree, [] if there is none. At most objects.MAX_TREE_NODES elements are read."""
    root = objects.get(pdf.Root, "/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return []
    roles = objects.get(root, "/RoleMap")
    tops: list[Element] = []
    seen: set[tuple[int, int]] = set()
    # (value, list to add to, page that it inherits, depth). Taken from the end, so pushed in reverse.
    stack: list[tuple[Any, list[Any], tuple[int, int] | None, int]] = [
        (kid, tops, None, 0) for kid in reversed(objects.items(objects.get(root, "/K")))
    ]
    count = 0
    while stack and count < objects.MAX_TREE_NODES:
        value, siblings, page, depth = stack.pop()
        count += 1
        if isinstance(value, int) and not isinstance(value, bool):
            if page:
                siblings.append(Marked(page, value))
            continue
        if not isinstance(value, Dictionary):
            continue
        content = objects.entries(value)
        pages_own = objects.identity(content.get("/Pg"))
        own_page = pages_own or page
        kind = objects.as_name(content.get("/Type"))
        if kind == "MCR" or (kind == "" and "/MCID" in content):
            mcid = objects.get_int(content, "/MCID", -1)
            if own_page and mcid >= 0:
                siblings.append(Marked(own_page, mcid))
            continue
        if kind == "OBJR":
            siblings.append(Annotated(own_page, content.get("/Obj")))
            continue
        number = objects.identity(value)
        if number in seen or depth > MAX_DEPTH:
            continue
        if number:
            seen.add(number)
        element = _element(content, roles)
        element.page = pages_own
        siblings.append(element)
        stack.extend((kid, element.kids, own_page, depth + 1) for kid in reversed(objects.items(content.get("/K"))))
    return tops


def elements(pdf: pikepdf.Pdf) -> Iterator[Element]:
    """Every element of the tree in reading order."""
    stack = list(reversed(read(pdf)))
    while stack:
        element = stack.pop()
        yield element
        stack.extend(kid for kid in reversed(element.kids) if isinstance(kid, Element))


def _element(value: dict[str, Any], roles: Any) -> Element:
    return Element(
        role=_standard(objects.get_name(value, "/S"), roles),
        alt=objects.get_text(value, "/Alt"),
        actual_text=objects.get_text(value, "/ActualText"),
        language=objects.get_text(value, "/Lang"),
        title=objects.get_text(value, "/T"),
        attributes=_attributes(objects.get(value, "/A")),
    )


def _standard(role: str, roles: Any) -> str:
    """Follow the role map to a standard type; the role itself if it leads nowhere."""
    current = role
    for _ in range(16):
        if current in STANDARD_ROLES:
            return current
        following = objects.get_name(roles, "/" + current) if current else ""
        if not following:
            return role
        current = following
    return role


def _attributes(value: Any) -> dict[str, Any]:
    """Table and list attributes as plain values: RowSpan, ColSpan, Scope, ListNumbering, Headers, BBox."""
    found: dict[str, Any] = {}
    for entry in objects.items(value):
        if not isinstance(entry, Dictionary):
            continue
        for key in ("RowSpan", "ColSpan"):
            if "/" + key in entry:
                found[key] = max(1, min(1000, objects.get_int(entry, "/" + key, 1)))
        for key in ("Scope", "ListNumbering"):
            item = objects.get(entry, "/" + key)
            if isinstance(item, Name):
                found[key] = objects.as_name(item)
        box = objects.get(entry, "/BBox")
        if isinstance(box, Array) and len(box) == 4:
            with contextlib.suppress(TypeError, ValueError):
                found["BBox"] = tuple(float(number) for number in objects.items(box))
    return found
