"""Changing the parts of a document."""

import re
from collections.abc import Callable

from lxml import etree

from ogl_portal.uploads.archive import Archive, parsed, written


def changed(archive: Archive, steps: list[tuple[str, Callable[[etree._Element], bool]]]) -> dict[str, bytes]:
    changed = {}
    for name in archive.names:
        for pattern, step in steps:
            if re.fullmatch(pattern, name):
                root = parsed(archive.read(name))
                if step(root):
                    changed[name] = written(root)
    return changed


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
