"""Changing the parts of a document."""

import re
from collections.abc import Callable, Iterable

from lxml import etree

from ogl_portal.uploads.archive import Archive, parsed, written

Step = Callable[[etree._Element], bool]
"""Changes a part, given as its first element; whether anything was changed."""


def changed(archive: Archive, steps: Iterable[tuple[Iterable[str], Step]]) -> dict[str, bytes]:
    """The parts that are other than before, by name, after the steps for the names beside them."""
    found: dict[str, bytes] = {}
    for names, step in steps:
        for name in names:
            root = parsed(found[name] if name in found else archive.read(name))
            if step(root):
                found[name] = written(root)
    return found


def drop(root: etree._Element, unwanted: Callable[[etree._Element], bool]) -> bool:
    found = [element for element in root.iter() if element is not root and unwanted(element)]
    for element in found:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return bool(found)


def attribute(element: etree._Element, name: str) -> str:
    """The value of an attribute whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else otherwise
