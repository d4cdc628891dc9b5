"""Safe steps through the objects of a PDF, whatever nonsense it holds: no recursion, no loop, no surprise types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

MAX_TREE_NODES = 500_000
"""Nodes of a name tree, an outline or a structure tree that are followed before giving up."""


def get(container: Any, key: str, default: Any = None) -> Any:
    """`container[key]`, or `default` if it is no dictionary, has no such key or the value cannot be read."""
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
        return [str(key) for key in container.keys()]
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
    if isinstance(value, Array):
        result = []
        for index in range(len(value)):
            try:
                result.append(value[index])
            except (pikepdf.PdfError, ValueError, TypeError):
                continue
        return result
    return [value]


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream of the file, direct ones inside others too, each once."""
    for top in pdf.objects:
        if not isinstance(top, (Dictionary, Stream, Array)):
            continue
        stack = [top]
        while stack:
            value = stack.pop()
            if isinstance(value, Array):
                children = _direct_containers(value)
            else:
                yield value
                children = _direct_values(value)
            stack.extend(children)


def _direct_containers(array: Any) -> list[Any]:
    return [child for child in items(array) if isinstance(child, (Dictionary, Array)) and not child.is_indirect]


def _direct_values(container: Any) -> list[Any]:
    try:
        # A stream hands out its dictionary's entries.
        return [
            child for _, child in container.items() if isinstance(child, (Dictionary, Array)) and not child.is_indirect
        ]
    except (pikepdf.PdfError, ValueError, TypeError):
        return []


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
