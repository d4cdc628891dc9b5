"""The reading view's blocks as the chapters of a book: well-formed XHTML whatever the PDF held.

Beside ``reading_html``, which writes HTML for a page of the site (regions that scroll, classes, lazy pictures), this
writes XML for e-readers: page numbers as page breaks of the print edition, headings without gaps, one file a chapter.
"""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from ogl_portal.text.characters import printable
from publications.epub.book import Block, Book, SourcePage

LARGEST_CHAPTER = 200_000
"""Characters after which a chapter goes on in another file: small e-readers hold one file at a time."""
SPLIT_LEVEL = 1
DEEPEST_HEADING = 6

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?", re.IGNORECASE)
_MAILBOX = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
_TO_PAGE = re.compile(r"#seite-(\d+)")
_LINK_TO_PAGE = re.compile(r'href="#seite-(\d+)"')
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_BULLET = re.compile(r"[^\w()]*")
_WRITTEN_OUT = {
    "untagged": ("p", ""),
    "caption": ("p", ' class="caption"'),
    "artifact": ("p", ' class="aside"'),
    "note": ("aside", ' role="doc-footnote"'),
    "quote": ("blockquote", ""),
    "code": ("pre", ""),
}


@dataclass(frozen=True)
class BookEntry:
    """A line of the table of contents or of the list of pages."""

    title: str
    href: str
    level: int = 1


@dataclass
class BookChapter:
    """A file of the book; ``parts`` are its elements in order."""

    name: str
    title: str = ""
    parts: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def body(self) -> str:
        return "\n".join(self.parts)


@dataclass
class BookText:
    """The whole text: chapters, headings, pages, names of the pictures that are shown, and whether one lacks words."""

    chapters: list[BookChapter] = field(default_factory=list)
    headings: list[BookEntry] = field(default_factory=list)
    pages: list[BookEntry] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    undescribed: int = 0
    tables: int = 0


def written(text: str) -> str:
    """``text`` for XML: escaped, without characters that no XML file can hold."""
    return html.escape(printable(text))


def language(tag: str) -> str:
    """The attributes for a language, where ``tag`` names one."""
    return f' lang="{tag}" xml:lang="{tag}"' if _LANGUAGE.fullmatch(tag) else ""


def address(href: str) -> str:
    """A link out of the book as a valid URL; "" where it is none."""
    href = printable(href).strip()
    try:
        parts = urlsplit(href)
        host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except ValueError:
        return ""
    if parts.scheme == "mailto":
        return href if _MAILBOX.fullmatch(href.removeprefix("mailto:")) else ""
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return ""
    path, query, fragment = (
        _LONE_PERCENT.sub("%25", quote(part, safe="%/:@!$&'()*+,;=~?"))
        for part in (parts.path, parts.query, parts.fragment)
    )
    return f"{parts.scheme}://{host}{path}{f'?{query}' if query else ''}{f'#{fragment}' if fragment else ''}"


def _quoted(part: str) -> str:
    return _LONE_PERCENT.sub("%25", quote(part, safe="%/:@!$&'()*+,;=~?"))


def make_text(book: Book) -> BookText:
    """The chapters of the book, with what the navigation has to name."""
    writer = _ChapterWriter(book)
    for page in book.pages:
        writer.page(page)
    return writer.finished()


def _running(pages: Iterable[SourcePage]) -> Counter[str]:
    """How many pages each text at the edge stands on, apart from numbers in it."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_without_numbers(block) for block in page.blocks if block.get("kind") == "artifact"})
    return counts


def _without_numbers(block: Block) -> str:
    return re.sub(r"\d+|^[ivxlc]+\b|\b[ivxlc]+$", "#", _words(block).strip())


def _words(block: Block) -> str:
    return "".join(span.get("text", "") for span in block.get("spans", ()))


def _levels(blocks: Iterable[Block]) -> Iterator[int]:
    """The levels of all headings, those within other blocks included."""
    for block in blocks:
        if block.get("kind") == "heading" and _words(block).strip():
            yield int(block.get("level", 1))
        yield from _levels(block.get("blocks", ()))
        for row in block.get("rows", ()):
            for cell in row:
                yield from _levels(cell.get("blocks", ()))


class _ChapterWriter:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.text = BookText()
        self.numbers = {page.place.number for page in book.pages}
        self.file_of: dict[int, str] = {}
        self.running = _running(book.pages)
        self.top = min((level for page in book.pages for level in _levels(page.blocks)), default=1)
        self.previous_level = 0
        self.shown: set[str] = set()
        self.open_paragraph = False
        self._new_chapter()

    def _new_chapter(self) -> None:
        self.text.chapters.append(BookChapter(f"text-{len(self.text.chapters) + 1:03}.xhtml"))
        self.open_paragraph = False

    @property
    def chapter(self) -> BookChapter:
        return self.text.chapters[-1]

    def _add(self, part: str) -> None:
        self.chapter.parts.append(part)
        self.chapter.size += len(part)

    def page(self, page: SourcePage) -> None:
        blocks = [block for block in page.blocks if not self._is_running(block)]
        if self.chapter.size > LARGEST_CHAPTER or (blocks and self._begins_chapter(blocks[0]) and self.chapter.parts):
            self._new_chapter()
        self.file_of[page.place.number] = self.chapter.name
        self.text.pages.append(BookEntry(page.place.printed, f"{self.chapter.name}#seite-{page.place.number}"))
        mark = self._page_mark(page)
        if self.open_paragraph and blocks and _goes_on(blocks[0]):
            before = self.chapter.parts[-1].removesuffix("</p>")
            self.chapter.parts[-1] = f"{before} {mark}{self._spans(blocks[0])}</p>"
            self.chapter.size += len(mark)
            blocks = blocks[1:]
            self.open_paragraph = not blocks
        else:
            self._add(f"<div>{mark}</div>")
        for block in blocks:
            if self._begins_chapter(block) and len(self.chapter.parts) > 1:
                self._new_chapter()
            part = self._block(block)
            if part:
                self._add(part)
                self.open_paragraph = (
                    block.get("kind") == "paragraph" and part.startswith("<p") and part.endswith("</p>")
                )

    def finished(self) -> BookText:
        title = self.book.record.short_title
        for chapter in self.text.chapters:
            chapter.title = chapter.title or title
            chapter.parts = [_LINK_TO_PAGE.sub(self._with_file(chapter), part) for part in chapter.parts]
        self.text.pictures = sorted(self.shown)
        return self.text

    def _with_file(self, chapter: BookChapter) -> Callable[[re.Match[str]], str]:
        def link(match: re.Match[str]) -> str:
            file = self.file_of[int(match[1])]
            return f'href="{"" if file == chapter.name else file}#seite-{match[1]}"'

        return link

    def _page_mark(self, page: SourcePage) -> str:
        german = "" if self.book.language == "de" else language("de")
        return (
            f'<span epub:type="pagebreak" role="doc-pagebreak" id="seite-{page.place.number}" '
            f'aria-label="Seite {written(page.place.printed)}"{german}></span>'
        )

    def _is_running(self, block: Block) -> bool:
        """A running head, foot or page number, which page breaks and chapters say better. What stands once stays."""
        if block.get("kind") != "artifact":
            return False
        words = _without_numbers(block)
        return not words.strip("#|-–— .") or self.running[words] > 1

    def _begins_chapter(self, block: Block) -> bool:
        is_heading = block.get("kind") == "heading" and bool(_words(block).strip())
        return is_heading and int(block.get("level", 1)) - self.top < SPLIT_LEVEL

    def _blocks(self, blocks: Iterable[Block]) -> str:
        return "".join(map(self._block, blocks))

    def _block(self, block: Block) -> str:
        kind = block.get("kind", "")
        writers = {
            "heading": self._heading,
            "list": self._list,
            "toc": self._list,
            "item": lambda item: f'<ul class="plain">{self._item(item, bullets=False)}</ul>',
            "table": self._table,
            "figure": self._figure,
            "formula": self._figure,
        }
        return writers.get(kind, self._plain)(block)

    def _plain(self, block: Block) -> str:
        tag, attributes = _WRITTEN_OUT.get(block.get("kind", ""), ("p", ""))
        inner = self._spans(block)
        if block.get("blocks"):
            tag = "div" if tag in ("p", "pre") else tag  # these hold no blocks
            inner += self._blocks(block["blocks"])
        return f"<{tag}{attributes}{_own_language(block)}>{inner}</{tag}>" if inner.strip() else ""

    def _heading(self, block: Block) -> str:
        words = _words(block).strip()
        if not printable(words).strip():
            return ""
        level = min(int(block.get("level", 1)) - self.top + 1, self.previous_level + 1, DEEPEST_HEADING)
        self.previous_level = level = max(level, 1)
        name = f"h-{len(self.text.headings) + 1}"
        self.text.headings.append(BookEntry(words, f"{self.chapter.name}#{name}", level))
        self.chapter.title = self.chapter.title or words
        return f'<h{level} id="{name}"{_own_language(block)}>{self._spans(block)}</h{level}>'

    def _list(self, block: Block) -> str:
        items = [item for item in block.get("blocks", ()) if item]
        bullets = all(_BULLET.fullmatch(item.get("label", "")) for item in items) and block.get("kind") != "toc"
        inner = "".join(self._item(item, bullets=bullets) for item in items)
        tag = "ol" if block.get("ordered") and not bullets else "ul"
        plain = "" if bullets else ' class="plain"'
        return f"<{tag}{plain}{_own_language(block)}>{inner}</{tag}>" if inner else ""

    def _item(self, item: Block, *, bullets: bool) -> str:
        if item.get("kind") != "item":
            inner = self._block(item)
        else:
            label = item.get("label", "")
            marker = f'<span class="label">{written(label)}</span> ' if label and not bullets else ""
            inner = f"{marker}{self._spans(item)}{self._blocks(item.get('blocks', ()))}"
        return f"<li>{inner}</li>" if inner.strip() else ""

    def _table(self, block: Block) -> str:
        rows = [row for row in block.get("rows", ()) if row]
        if not rows:
            return ""
        self.text.tables += 1
        caption = f"<caption>{self._spans(block)}</caption>" if _words(block).strip() else ""
        body = "".join(f"<tr>{''.join(map(self._cell, row))}</tr>" for row in rows)
        return f"<table{_own_language(block)}>{caption}<tbody>{body}</tbody></table>"

    def _cell(self, cell: Block) -> str:
        inner = self._blocks(cell.get("blocks", ()))
        tag = "th" if cell.get("header") and inner.strip() else "td"
        scope = f' scope="{cell["scope"]}"' if tag == "th" and cell.get("scope") in ("col", "row") else ""
        spans = "".join(
            f' {name}="{min(int(cell[name]), 1000)}"' for name in ("colspan", "rowspan") if int(cell.get(name, 1)) > 1
        )
        return f"<{tag}{scope}{spans}>{inner}</{tag}>"

    def _figure(self, block: Block) -> str:
        alt, name = printable(block.get("alt", "")).strip(), block.get("picture", "")
        parts = []
        if picture := self.book.pictures.get(name):
            self.shown.add(name)
            parts.append(
                f'<img src="bild-{written(name)}.{picture.extension}" alt="{written(alt)}" '
                f'width="{picture.width}" height="{picture.height}"/>'
            )
        elif alt:
            parts.append(f"<p>{written(alt)}</p>")
        if _words(block).strip():
            parts.append(f"<p>{self._spans(block)}</p>")
        if not alt:
            self.text.undescribed += 1
            if not _words(block).strip():
                parts.append(f'<p class="caption"{language("de")}>Bild ohne Beschreibung</p>')
        return f'<div class="figure"{_own_language(block)}>{"".join(parts)}</div>'

    def _spans(self, block: Block) -> str:
        parts = []
        for span in block.get("spans", ()):
            text, href = written(span.get("text", "")), span.get("href", "")
            if to_page := _TO_PAGE.fullmatch(href):
                target = href if int(to_page[1]) in self.numbers else ""
            else:
                target = address(href) if href else ""
            parts.append(f'<a href="{html.escape(target)}">{text}</a>' if target and text.strip() else text)
        return "".join(parts)


def _own_language(block: Block) -> str:
    return language(block.get("language", ""))


def _goes_on(block: Block) -> bool:
    """Whether a block is the rest of a paragraph that began on the page before."""
    return bool(block.get("continued")) and block.get("kind") == "paragraph" and not block.get("blocks")
