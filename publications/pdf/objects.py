"""Safe steps through the objects of a PDF, whatever nonsense it holds: no recursion, no loop, no surprise types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

MAX_TREE_NODES = 500_000
"""Nodes of a name tree, an outline or a structure tree that are followed before giving up."""


def get(container: Any, key: str, default: Any = None) -> Any:
    """`container[key]`, or `default` if it is no dictionary, has no such key or the value cannot be read.

    The container may be an object of the file or the plain dict that `entries` made of one.
    """
    if isinstance(container, dict):
        value = container.get(key)
        return default if value is None else value
    if not isinstance(container, (Dictionary, Stream)):
        return default
    try:
        value = container.get(key, default)
    except (pikepdf.PdfError, ValueError, TypeError):
        return default
    return default if value is None else value


def get_name(container: Any, key: str) -> str:
    """The name under `key` without its slash, "" if it is none."""
    return as_name(get(container, key))


def as_name(value: Any) -> str:
    """A name without its slash, "" for anything else. Bytes that are no UTF-8 become replacement characters."""
    if not isinstance(value, Name):
        return ""
    try:
        return str(value)[1:]
    except UnicodeDecodeError:
        return re.sub(
            rb"#([0-9a-fA-F]{2})", lambda match: bytes.fromhex(match[1].decode()), value.unparse()[1:]
        ).decode("utf-8", "replace")


def get_text(container: Any, key: str) -> str:
    """The text string under `key`, "" if it is none. Undecodable bytes become replacement characters."""
    return as_text(get(container, key))


def as_text(value: Any) -> str:
    """A PDF text string as str without control characters, "" for anything else."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, pikepdf.String):
        try:
            text = str(value)
        except UnicodeDecodeError:
            text = bytes(value).decode("utf-8", "replace")
    else:
        return ""
    text = text.encode("utf-8", "replace").decode()
    return "".join(char for char in text if char >= " " or char in "\t\n\r").replace("\x7f", "").strip()


def get_int(container: Any, key: str, default: int = 0) -> int:
    """The whole number under `key`."""
    value = get(container, key)
    if isinstance(value, bool):
        return default
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return default


def keys(container: Any) -> list[str]:
    """The keys of a dictionary, each with its slash; [] if they cannot be read."""
    try:
        return [str(key) for key in container.keys()]  # noqa: SIM118 (not a dict)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError):
        return []


def identity(value: Any) -> tuple[int, int] | None:
    """Object and generation number of an indirect object, None for a direct one."""
    try:
        number = value.objgen
    except AttributeError:
        return None
    return number if number != (0, 0) else None


def items(value: Any) -> list[Any]:
    """The elements of an array; a single value counts as an array of one; nothing gives []."""
    if value is None:
        return []
    if not isinstance(value, Array):
        return [value]
    try:
        return list(value)
    except (pikepdf.PdfError, ValueError, TypeError):
        return [item for item in (_item(value, index) for index in range(len(value))) if item is not None]


def _item(array: Any, index: int) -> Any:
    try:
        return array[index]
    except (pikepdf.PdfError, ValueError, TypeError):
        return None


def entries(container: Any) -> dict[str, Any]:
    """All entries of a dictionary or stream as a plain dict, keys with their slash; {} if they cannot be read."""
    try:
        return dict(container.items())
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError):
        return {key: get(container, key) for key in keys(container)}


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Every dictionary and stream of the file with its entries, direct ones inside others too, each once."""
    for top in pdf.objects:
        if not isinstance(top, (Dictionary, Stream, Array)):
            continue
        stack = [top]
        while stack:
            value = stack.pop()
            if isinstance(value, Array):
                children: Iterable[Any] = items(value)
            else:
                content = entries(value)
                yield value, content
                children = content.values()
            stack.extend(
                child for child in children if isinstance(child, (Dictionary, Array)) and not child.is_indirect
            )


def name_tree(root: Any) -> Iterator[tuple[str, Any]]:
    """Key and value of every entry of a name tree; loops are cut, damaged nodes left out."""
    stack, seen, count = [root], set(), 0
    while stack and count < MAX_TREE_NODES:
        node = stack.pop()
        number = identity(node)
        if number in seen:
            continue
        if number:
            seen.add(number)
        count += 1
        names = items(get(node, "/Names"))
        for index in range(0, len(names) - 1, 2):
            yield as_text(names[index]), names[index + 1]
        stack.extend(reversed(items(get(node, "/Kids"))))


def page_numbers(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    """Page number, counted from 1, of each page object."""
    return {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
