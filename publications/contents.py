"""The table of contents of a document: its chapters, and what is below each."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class ContentsChapter:
    """An entry; ``url`` is empty where the file does not say on which page it begins (``page`` is 0 then).

    ``below`` has all that comes before the next chapter, however deep; ``level`` counts from 1.
    """

    title: str
    level: int
    page: int
    label: str
    url: str
    below: list["ContentsChapter"] = field(default_factory=list)


def chapters(outline: list[dict[str, Any]], page_address: Callable[[int], str]) -> list[ContentsChapter]:
    """The chapters of ``FileVersion.outline``. A title above all others is a chapter of its own, with none below it."""
    entries = [
        ContentsChapter(
            entry["title"],
            entry.get("level") or 1,
            entry.get("page") or 0,
            entry.get("label") or str(entry.get("page") or ""),
            page_address(entry["page"]) if entry.get("page") else "",
        )
        for entry in outline
    ]
    found = _grouped(entries)
    if len(found) == 1 and found[0].below:
        return [replace(found[0], below=[]), *_grouped(found[0].below)]
    return found


def _grouped(entries: list[ContentsChapter]) -> list[ContentsChapter]:
    top = min((entry.level for entry in entries), default=1)
    found: list[ContentsChapter] = []
    for entry in entries:
        if entry.level == top or not found:
            found.append(replace(entry, level=1, below=[]))
        else:
            found[-1].below.append(replace(entry, level=entry.level - top + 1))
    return found


def chapter_of(found: list[ContentsChapter], page: int) -> ContentsChapter | None:
    """The chapter that ``page`` is in: the last that has begun by then."""
    return next((chapter for chapter in reversed(found) if 0 < chapter.page <= page), None)
