"""Words with their emphasis and links, and the rich text that Wagtail stores of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import Literal

from ogl_portal.importing.raised import lowered, raised

BREAK = "\n"
_SPACES = re.compile(r"[ \t\r\f\v]+")


@dataclass(frozen=True)
class TextLink:
    """Where words lead: an address, or the id of a page or a document of the portal."""

    kind: Literal["url", "page", "document"]
    target: str

    @property
    def opening(self) -> str:
        if self.kind == "url":
            return f'<a href="{escape(self.target)}">'
        return f'<a linktype="{self.kind}" id="{escape(self.target)}">'


@dataclass(frozen=True)
class Format:
    is_bold: bool = False
    is_italic: bool = False
    link: TextLink | None = None
    script: Literal["", "sup", "sub"] = ""


PLAIN = Format()


@dataclass(frozen=True)
class Run:
    """A stretch of text in one format; a line break in ``text`` is one for the reader."""

    text: str
    format: Format = PLAIN

    @property
    def html(self) -> str:
        html = escape(self.text, quote=False).replace(BREAK, "<br/>")
        if not self.text.strip():
            return html
        if self.format.script:
            html = f"<{self.format.script}>{html}</{self.format.script}>"
        if self.format.is_italic:
            html = f"<i>{html}</i>"
        if self.format.is_bold:
            html = f"<b>{html}</b>"
        return f"{self.format.link.opening}{html}</a>" if self.format.link else html

    @property
    def plain(self) -> str:
        """The text where no markup can stand: »m²« for a raised 2."""
        shift = {"sup": raised, "sub": lowered}.get(self.format.script, str)
        return shift(self.text)


def tidy(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one format joined, spaces folded, edges trimmed; nothing for a paragraph without words."""
    joined = [
        Run("".join(run.text for run in group), form) for form, group in groupby(runs, key=lambda run: run.format)
    ]
    tidied: list[Run] = []
    for run in joined:
        text = re.sub(r" ?\n ?", BREAK, _SPACES.sub(" ", run.text))
        if not tidied or tidied[-1].text.endswith((" ", BREAK)):
            text = text.lstrip(" " if tidied else " \n")
        if text:
            tidied.append(replace(run, text=text))
    while tidied and not tidied[-1].text.rstrip(" \n"):
        tidied.pop()
    if tidied:
        tidied[-1] = replace(tidied[-1], text=tidied[-1].text.rstrip(" \n"))
    return tidied


def rich(runs: Iterable[Run]) -> str:
    return "".join(run.html for run in tidy(runs))


def plain(runs: Iterable[Run]) -> str:
    return "".join(run.plain for run in tidy(runs)).strip()


def links(runs: Iterable[Run]) -> list[str]:
    """The addresses that are lost where only plain text can stand."""
    found = (run.format.link for run in runs if run.text.strip())
    return list(dict.fromkeys(link.target for link in found if link and link.kind == "url"))
