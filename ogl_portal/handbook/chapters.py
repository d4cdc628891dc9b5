"""The Handbuch: Markdown files in docs/handbuch, one text for the admin and for visitors of the repository.

``README.md`` is the first page with the table of contents. A chapter is ``NN-name.md``; its number orders it, its name
is its address, so that a chapter keeps its address when others are put before it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(settings.BASE_DIR, "docs/handbuch")
PICTURES = "bilder"
_CHAPTER = re.compile(r"\d{2}-(?P<slug>[a-z0-9-]+)\.md")


@dataclass(frozen=True)
class Chapter:
    slug: str
    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def title(self) -> str:
        """The first line, »# 1. Erste Schritte«, without its sign."""
        return self.text.partition("\n")[0].removeprefix("#").strip()

    @property
    def url(self) -> str:
        return reverse("handbook_chapter", args=[self.slug])


@dataclass(frozen=True)
class ChapterSection:
    anchor: str
    title: str


@dataclass(frozen=True)
class Rendered:
    title: str
    html: str
    sections: Sequence[ChapterSection]


def chapters() -> list[Chapter]:
    """All chapters in their order."""
    files = sorted(FOLDER.glob("[0-9][0-9]-*.md"))
    return [Chapter(found["slug"], path) for path in files if (found := _CHAPTER.fullmatch(path.name))]


def cover() -> Chapter:
    """The page with the table of contents."""
    return Chapter("", FOLDER / "README.md")


def picture(name: str) -> Path:
    """The file of a picture; raises FileNotFoundError where there is none of that name."""
    found = next((path for path in (FOLDER / PICTURES).glob("*.png") if path.name == name), None)
    if found is None:
        raise FileNotFoundError(name)
    return found


def anchor(title: str) -> str:
    """The anchor that code hosting sites give a heading, so that a link works there and here.

    >>> anchor("Öffentlich oder intern?")
    'öffentlich-oder-intern'
    """
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def render(text: str) -> Rendered:
    """HTML of a chapter without its first heading, which becomes the title. HTML in the text is shown, not obeyed."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    title, sections = "", []
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            words = _plain(tokens[position + 1])
            token.attrSet("id", anchor(words))
            if token.tag == "h1":
                title = words
            elif token.tag == "h2":
                sections.append(ChapterSection(anchor(words), words))
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        for child in token.children or ():
            _point_into_admin(child)
    body = tokens[3:] if tokens and tokens[0].tag == "h1" else tokens
    return Rendered(title, markdown.renderer.render(body, markdown.options, {}), sections)


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or () if child.type in {"text", "code_inline"})


def _point_into_admin(token: Token) -> None:
    """Links between files and the addresses of pictures, as the admin serves them."""
    if token.type == "link_open":
        name, _, section = str(token.attrGet("href") or "").partition("#")
        target = ""
        if name == "README.md":
            target = reverse("handbook")
        elif found := _CHAPTER.fullmatch(name):
            target = reverse("handbook_chapter", args=[found["slug"]])
        if target:
            token.attrSet("href", f"{target}#{section}" if section else target)
    elif token.type == "image":
        name = str(token.attrGet("src") or "").removeprefix(f"{PICTURES}/")
        token.attrSet("src", reverse("handbook_picture", args=[name]))
