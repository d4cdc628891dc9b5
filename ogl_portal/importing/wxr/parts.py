"""What a body falls into before it becomes blocks: paragraphs, lists, and blocks of their own."""

import uuid
from dataclasses import dataclass, field, replace
from typing import Any

from ogl_portal.importing.wxr.runs import Run, plain, rich, tidy

LONGEST_HEADING, LONGEST_CAPTION, LONGEST_ALT = 200, 250, 250
_BLOCK_IDS = uuid.UUID("4d0c1d33-8a3b-4c59-8a4c-5be2ed5b4ac6")  # the same content gives the same block ids


@dataclass
class ParagraphPart:
    runs: list[Run]

    @property
    def html(self) -> str:
        return f"<p>{rich(self.runs)}</p>"

    @property
    def text(self) -> str:
        return plain(self.runs)


@dataclass
class ListPart:
    """A list with its nested lists, as rich text; ``text`` has a line an item."""

    html: str
    text: str


@dataclass
class HeadingPart:
    level: int
    runs: list[Run]

    @property
    def text(self) -> str:
        return plain(self.runs).replace("\n", " ")


@dataclass
class BlockPart:
    """A block as the StreamField stores it. ``overflow`` are words that have no room in it; they follow it."""

    kind: str
    value: dict[str, Any]
    text: str = ""
    overflow: list[str] = field(default_factory=list)


@dataclass
class AccordionPart:
    title: str
    html: str
    text: str


BodyPart = ParagraphPart | ListPart | HeadingPart | BlockPart | AccordionPart


def bold(runs: list[Run]) -> list[Run]:
    return [replace(run, format=replace(run.format, is_bold=True)) for run in runs]


def fit(text: str, limit: int, overflow: list[str]) -> str:
    """``text`` cut at a word where it is too long; the whole of it then goes to ``overflow``."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    overflow.append(text)
    head = text[: limit - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head) + "…"


def assemble(parts: list[BodyPart], seed: str) -> list[dict[str, Any]]:
    """The raw form of a body. Paragraphs and lists that follow each other share a block; ``seed`` makes the ids.

    The highest level of heading in use becomes »Überschrift«, all below it »Zwischenüberschrift«.
    """
    assembly = _Assembly(top_level(parts))
    for part in parts:
        assembly.add(part)
    assembly.close()
    return [_with_ids(block, f"{seed}#{number}") for number, block in enumerate(assembly.blocks)]


def top_level(parts: list[BodyPart]) -> int:
    """The level of the highest heading in use."""
    return min((part.level for part in parts if isinstance(part, HeadingPart)), default=2)


class _Assembly:
    def __init__(self, top: int) -> None:
        self.top = top
        self.blocks: list[dict[str, Any]] = []
        self.rich_text: list[str] = []

    def close(self) -> None:
        if self.rich_text:
            self.blocks.append({"type": "paragraph", "value": "".join(self.rich_text)})
            self.rich_text = []

    def add(self, part: BodyPart) -> None:
        match part:
            case ParagraphPart():
                if tidy(part.runs):
                    self.rich_text.append(part.html)
            case ListPart():
                self.rich_text.append(part.html)
            case HeadingPart():
                self.heading(part)
            case AccordionPart():
                self.accordion(part)
            case BlockPart():
                self.close()
                self.blocks.append({"type": part.kind, "value": part.value})
                self.rich_text += [ParagraphPart([Run(text)]).html for text in part.overflow]

    def heading(self, part: HeadingPart) -> None:
        if len(part.text) > LONGEST_HEADING:
            self.rich_text.append(ParagraphPart(bold(part.runs)).html)
        elif part.text:
            self.close()
            level = "2" if part.level == self.top else "3"
            self.blocks.append({"type": "heading", "value": {"level": level, "text": part.text}})

    def accordion(self, part: AccordionPart) -> None:
        self.close()
        item = {"type": "item", "value": {"title": part.title, "text": part.html}}
        if self.blocks and self.blocks[-1]["type"] == "accordion":
            self.blocks[-1]["value"].append(item)
        else:
            self.blocks.append({"type": "accordion", "value": [item]})


def _with_ids(block: dict[str, Any], place: str) -> dict[str, Any]:
    if isinstance(block["value"], list):
        block["value"] = [
            {**item, "id": str(uuid.uuid5(_BLOCK_IDS, f"{place}.{number}"))}
            for number, item in enumerate(block["value"])
        ]
    return {**block, "id": str(uuid.uuid5(_BLOCK_IDS, place))}
