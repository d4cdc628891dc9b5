"""From the HTML of WordPress (both editors) to the blocks of a body. No word is lost; what cannot be kept is noted."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import CData, Comment, NavigableString, PreformattedString, Tag

from ogl_portal.importing.wxr import parts
from ogl_portal.importing.wxr.gutenberg import footnotes_of, list_of_footnotes, merge_file_blocks, number_marks
from ogl_portal.importing.wxr.parts import AccordionPart, BlockPart, BodyPart, HeadingPart, ListPart, ParagraphPart
from ogl_portal.importing.wxr.runs import BREAK, Format, Run, TextLink, links, plain
from ogl_portal.importing.wxr.shortcodes import expand
from ogl_portal.importing.wxr.tables import read_table

_BLANK_LINE = re.compile(r"\r?\n[ \t\r]*\n\s*")
_REUSABLE = re.compile(r"<!--\s*wp:block\s+\{[^}]*\"ref\":\s*(\d+)[^}]*\}\s*/-->")
_DYNAMIC = re.compile(r"^\s*wp:([\w/-]+)\b.*/\s*$", re.DOTALL)
_PICTURE_CLASS = re.compile(r"\bwp-image-(\d+)\b")
# Markup that a text shows as such. The portal refuses to save it (web.third_party), as it may be pasted by mistake.
_TYPED_TAG = re.compile(r"<(?=\s*[A-Za-z])")
_MOST_NESTING = 3  # of reusable blocks in each other

SCRIPTS: dict[str, Literal["sup", "sub"]] = {"sup": "sup", "sub": "sub"}
BOLD, ITALIC = {"b", "strong"}, {"i", "em", "cite", "dfn", "var"}
CONTAINERS = {
    "address", "article", "aside", "body", "center", "dd", "div", "fieldset", "footer", "form", "header", "html",
    "legend", "main", "nav", "noscript", "p", "section", "td", "th", "tr", "li",
}  # fmt: skip
EMBEDS = {"iframe", "embed", "object", "video", "audio"}
DROPPED = {"script", "style", "template", "head", "meta", "link", "param", "source", "track"}


@dataclass(frozen=True)
class ImportedPicture:
    """A picture of the portal, with the words that the export has for it."""

    image_id: int
    alt: str = ""
    caption: str = ""


class Resolver(Protocol):
    """What a body refers to, found among what was imported."""

    def picture(self, address: str, attachment_id: str) -> ImportedPicture | None: ...
    def link(self, address: str) -> TextLink | None: ...
    def gallery(self) -> list[str]: ...
    def reusable(self, number: str) -> str | None: ...


@dataclass
class Converted:
    blocks: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)


def convert(html: str, resolver: Resolver, seed: str, footnotes: str = "") -> Converted:
    """The blocks of a body, and German sentences on what staff should look at. ``seed`` makes the blocks' ids.

    ``footnotes`` is the list that WordPress (6.3 and later) keeps beside the text, as JSON.
    """
    for _ in range(_MOST_NESTING):
        if not _REUSABLE.search(html):
            break
        html = _REUSABLE.sub(lambda match: resolver.reusable(match[1]) or "", html)
    is_classic = "<!-- wp:" not in html
    expanded = expand(html, resolver.gallery)
    walker = Walker(resolver, is_classic)
    walker.notes += [
        f"Der Kurzbefehl [{name}] ist unbekannt und steht noch im Text. Bitte ersetzen oder löschen."
        for name in expanded.unknown
    ]
    tree = BeautifulSoup(expanded.html, "html.parser")
    try:
        listed = footnotes_of(footnotes)
    except ValueError:
        listed = []
        walker.notes.append("Die Fußnoten des Textes sind im Export nicht lesbar. Bitte von Hand übertragen.")
    number_marks(tree, listed)
    merge_file_blocks(tree)
    try:
        walker.walk(tree, Format(), lines=is_classic)
        found = walker.finish()
        if listed:
            found.append(HeadingPart(parts.top_level(found), [Run("Fußnoten")]))
            walker.list_of_items(list_of_footnotes(listed), Format())
    except RecursionError:  # nested deeper than any text is
        found = [ParagraphPart([Run(" ".join(tree.get_text(" ").split()))])]
        found += [ParagraphPart([Run(list_of_footnotes([footnote]).get_text(" "))]) for footnote in listed]
        walker.notes.append("Der Text ist zu tief verschachtelt; nur seine Wörter sind übernommen.")
    return Converted(parts.assemble(found, seed), list(dict.fromkeys(walker.notes)))


class Walker:
    """Walks through the tree and gathers parts. Emphasis and links belong to each stretch of text, so that no wrong
    nesting can lose one."""

    def __init__(self, resolver: Resolver, is_classic: bool, notes: list[str] | None = None) -> None:
        self.resolver = resolver
        self.is_classic = is_classic
        self.notes: list[str] = notes if notes is not None else []
        self.parts: list[BodyPart] = []
        self.runs: list[Run] = []

    def finish(self) -> list[BodyPart]:
        self.close()
        return self.parts

    def close(self) -> None:
        """End the paragraph that is being gathered."""
        if plain(self.runs):
            self.parts.append(ParagraphPart(self.runs))
        self.runs = []

    def inside(self, element: Tag, form: Format, *, lines: bool | None = None) -> list[BodyPart]:
        """The parts of an element on their own."""
        walker = Walker(self.resolver, self.is_classic, self.notes)
        walker.walk(element, form, lines=self.is_classic if lines is None else lines)
        return walker.finish()

    def walk(self, element: Tag, form: Format, *, lines: bool, keep: bool = False) -> None:
        """``lines``: a line break in the source is one for readers, as in WordPress's classic editor.

        ``keep``: preformatted text.
        """
        for child in element.children:
            if isinstance(child, Comment):
                self.comment(str(child))
            elif isinstance(child, NavigableString):
                if not isinstance(child, PreformattedString) or isinstance(child, CData):
                    self.text(str(child), form, lines=lines, keep=keep)
            elif isinstance(child, Tag):
                self.element(child, form, lines=lines, keep=keep)

    def text(self, text: str, form: Format, *, lines: bool, keep: bool) -> None:
        text = _TYPED_TAG.sub("‹", text)
        if keep:
            self.runs.append(Run(text.replace("\r\n", BREAK), form))
            return
        pieces = _BLANK_LINE.split(text) if lines else [text]
        for number, piece in enumerate(pieces):
            if number:
                self.close()
            folded = re.sub(r"[ \t\r\f\v]+", " ", piece)
            self.runs.append(Run(folded if lines else folded.replace("\n", " "), form))

    def comment(self, text: str) -> None:
        if text.strip() in ("more", "nextpage"):
            self.close()
        if (match := _DYNAMIC.match(text)) and match[1] != "footnotes":  # they stand at the end
            self.close()
            self.notes.append(
                f"Der Block »{match[1]}« zeigte etwas, das WordPress selbst erzeugt hat; er ist nicht übernommen."
            )

    def element(self, element: Tag, form: Format, *, lines: bool, keep: bool) -> None:
        name = element.name.lower()
        if (inner := self.inline(element, form)) is not None:
            self.walk(element, inner, lines=lines, keep=keep)
        elif name == "br":
            self.runs.append(Run(BREAK, form))
        elif name in ("option", "button"):
            self.runs.append(Run(" ", form))
            self.walk(element, form, lines=False)
            self.runs.append(Run(" ", form))
        elif name == "input":
            if element.get("type") in ("submit", "button", "reset"):
                self.runs.append(Run(f" {element.get('value', '')} ", form))
        elif name in DROPPED:
            if name in ("script", "style"):
                self.notes.append("Ein Skript oder eine Formatvorlage im Text ist nicht übernommen.")
        elif handler := _HANDLERS.get(name):
            self.close()
            handler(self, element, form)
        elif name in CONTAINERS:
            self.close()
            self.walk(element, form, lines=lines and name != "p", keep=keep)
            self.close()
        else:
            self.walk(element, form, lines=lines, keep=keep)

    def inline(self, element: Tag, form: Format) -> Format | None:
        """The format of the words in an element that only forms them; None for all other elements."""
        name = element.name.lower()
        if name in BOLD:
            return replace(form, is_bold=True)
        if name in ITALIC:
            return replace(form, is_italic=True)
        if name in SCRIPTS:
            return replace(form, script=SCRIPTS[name])
        return replace(form, link=self.link(element) or form.link) if name == "a" else None

    def link(self, element: Tag) -> TextLink | None:
        address = str(element.get("href") or "").strip()
        if not address or address.startswith("#"):
            return None
        found = self.resolver.link(address)
        if found is None:
            self.notes.append(f"Der Link zu »{address[:200]}« führt nirgendwohin; nur sein Text ist übernommen.")
        return found

    # --- elements that are blocks of their own -------------------------------

    def heading(self, element: Tag, form: Format) -> None:
        inner = self.inside(element, Format(), lines=False)
        runs: list[Run] = []
        others: list[BodyPart] = []
        for part in inner:
            if isinstance(part, ParagraphPart):
                runs += [*([Run(" ")] if runs else []), *part.runs]
            else:
                others.append(part)
        self.note_links(runs, "einer Überschrift")
        self.parts.append(HeadingPart(int(element.name[1]), runs))
        self.parts += others

    def preformatted(self, element: Tag, form: Format) -> None:
        self.walk(element, form, lines=False, keep=True)
        self.close()

    def rule(self, element: Tag, form: Format) -> None:
        self.walk(element, form, lines=False)  # html.parser may nest what follows

    def list_of_items(self, element: Tag, form: Format) -> None:
        lifted: list[BodyPart] = []
        html, text = self.list_html(element, form, lifted)
        if text.strip():
            self.parts.append(ListPart(html, text))
        self.parts += lifted

    def list_html(self, element: Tag, form: Format, lifted: list[BodyPart]) -> tuple[str, str]:
        """Rich text of a list; what cannot stand in one is put into ``lifted``."""
        name = "ol" if element.name == "ol" else "ul"
        items: list[str] = []
        texts: list[str] = []
        for child in element.children:
            if not isinstance(child, Tag):
                if isinstance(child, Comment) or not str(child).strip():
                    continue
                inner: list[BodyPart] = [ParagraphPart([Run(str(child), form)])]
            elif child.name in ("ul", "ol"):  # a list straight in a list: it belongs to the item before
                html, text = self.list_html(child, form, lifted)
                if items:
                    items[-1] = items[-1].removesuffix("</li>") + html + "</li>"
                    texts.append(text)
                    continue
                inner = [ListPart(html, text)]
            else:
                inner = self.inside(child, form, lines=False)
            words = [part.html[3:-4] for part in inner if isinstance(part, ParagraphPart)]
            words += [
                f"<b>{ParagraphPart(part.runs).html[3:-4]}</b>" for part in inner if isinstance(part, HeadingPart)
            ]
            nested = [part.html for part in inner if isinstance(part, ListPart)]
            lifted += [part for part in inner if isinstance(part, BlockPart | AccordionPart)]
            if words or nested:
                items.append(f"<li>{'<br/>'.join(words)}{''.join(nested)}</li>")
                texts += [part.text for part in inner if isinstance(part, ParagraphPart | HeadingPart | ListPart)]
        return f"<{name}>{''.join(items)}</{name}>", "\n".join(texts)

    def definitions(self, element: Tag, form: Format) -> None:
        for child in element.children:
            if isinstance(child, Tag) and child.name == "dt":
                self.walk(child, replace(form, is_bold=True), lines=False)
                self.close()
            elif isinstance(child, Tag):
                self.parts += self.inside(child, form)
            elif not isinstance(child, Comment):
                self.text(str(child), form, lines=False, keep=False)
        self.close()

    def quote(self, element: Tag, form: Format) -> None:
        sources = [source.extract() for source in element.find_all(["cite", "footer"])]
        source = " ".join(" ".join(item.get_text(" ").split()) for item in sources).strip()
        inner = self.inside(element, Format())
        if not inner and not source:
            return
        if inner and all(isinstance(part, ParagraphPart) for part in inner):
            self.note_links(
                [run for part in inner if isinstance(part, ParagraphPart) for run in part.runs], "einem Zitat"
            )
            text = "\n\n".join(part.text for part in inner if isinstance(part, ParagraphPart))
            overflow: list[str] = []
            value = {"text": text.strip('»«„“" '), "source": parts.fit(source, 255, overflow)}
            self.parts.append(BlockPart("quote", value, f"{text} {source}", overflow))
            return
        self.parts += inner  # a quotation with lists or pictures in it keeps its form, not its frame
        if source:
            self.parts.append(ParagraphPart([Run(source)]))

    def table(self, element: Tag, form: Format) -> None:
        lifted: list[BodyPart] = []

        def cell_text(cell: Tag) -> str:
            inner = self.inside(cell, Format(), lines=False)
            lifted.extend(part for part in inner if isinstance(part, BlockPart) and part.kind == "picture")
            for part in inner:
                if isinstance(part, ParagraphPart):
                    self.note_links(part.runs, "einer Tabelle")
            return "\n".join(part.text for part in inner if part.text)

        value, text, stray = read_table(element, cell_text)
        if text:
            if not value["table_caption"]:
                self.notes.append("Einer Tabelle fehlt die Beschriftung. Bitte ergänzen.")
            if not value["table_header_choice"]:
                self.notes.append("Eine Tabelle hat keine Kopfzellen. Bitte festlegen, welche es sind.")
            self.parts.append(BlockPart("table", value, text))
        self.parts += [ParagraphPart([Run(words)]) for words in stray]
        self.parts += lifted

    def image(self, element: Tag, form: Format) -> None:
        address = str(element.get("src") or element.get("data-src") or "").strip()
        named = _PICTURE_CLASS.search(" ".join(element.get_attribute_list("class")) or "")
        number = str(element.get("data-attachment") or "") or (named[1] if named else "")
        alt = " ".join(str(element.get("alt") or "").split())
        if address.startswith("data:"):
            address = ""
        found = self.resolver.picture(address, number)
        if found is None:
            self.notes.append(f"Das Bild »{(address or number)[:200]}« fehlt; bitte von Hand einsetzen.")
            if alt:
                self.parts.append(ParagraphPart([Run(alt)]))
            return
        overflow: list[str] = []
        caption = found.caption if element.get("data-attachment") else ""
        value = {
            "image": found.image_id,
            "decorative": False,
            "alt": parts.fit(alt or found.alt, parts.LONGEST_ALT, overflow),
            "caption": parts.fit(caption, parts.LONGEST_CAPTION, overflow),
            "credit": "",
        }
        if not value["alt"]:
            self.notes.append("Einem Bild fehlt der Alternativtext. Bitte ergänzen oder als Schmuck kennzeichnen.")
        self.parts.append(BlockPart("picture", value, "", overflow))

    def figure(self, element: Tag, form: Format) -> None:
        runs: list[Run] = []
        for caption in list(element.find_all("figcaption", recursive=False)):
            for part in self.inside(caption.extract(), Format(), lines=False):
                runs += [Run(" "), *(part.runs if isinstance(part, ParagraphPart) else [Run(part.text)])]
        inner = self.inside(element, form)
        blocks = [part for part in inner if isinstance(part, BlockPart) and part.kind in ("picture", "table")]
        text = plain(runs).replace(BREAK, " ")
        if text and len(blocks) == 1:
            key = "caption" if blocks[0].kind == "picture" else "table_caption"
            if not blocks[0].value[key]:
                blocks[0].value[key] = parts.fit(text, parts.LONGEST_CAPTION, blocks[0].overflow)
                self.note_links(runs, "einer Bildunterschrift")
                text = ""
                if key == "table_caption":
                    self.notes[:] = [note for note in self.notes if not note.startswith("Einer Tabelle fehlt")]
        self.parts += inner
        if text:
            self.parts.append(ParagraphPart(runs))

    def embed(self, element: Tag, form: Format) -> None:
        source = element.find(["source", "embed"]) if not element.get("src") else None
        address = str(element.get("src") or element.get("data") or (source.get("src") if source else "") or "").strip()
        if address.startswith("//"):
            address = f"https:{address}"
        title = " ".join(str(element.get("title") or "").split())
        link = self.resolver.link(address) if address else None
        if link is not None:
            self.parts.append(ParagraphPart([Run(title or address, Format(link=link))]))
            host = urlsplit(address).netloc
            self.notes.append(f"Ein eingebetteter Inhalt{f' von {host}' if host else ''} ist als Link übernommen.")
        elif title:
            self.parts.append(ParagraphPart([Run(title)]))
        self.walk(element, form, lines=False)
        self.close()

    def details(self, element: Tag, form: Format) -> None:
        summary = element.find("summary", recursive=False)
        title = " ".join(summary.extract().get_text(" ").split()) if isinstance(summary, Tag) else ""
        inner = self.inside(element, Format())
        if title and inner and all(isinstance(part, ParagraphPart | ListPart) for part in inner):
            html = "".join(part.html for part in inner if isinstance(part, ParagraphPart | ListPart))
            self.parts.append(AccordionPart(title, html, "\n".join([title, *(part.text for part in inner)])))
            return
        if title:
            self.parts.append(HeadingPart(6, [Run(title)]))
        self.parts += inner

    def note_links(self, runs: list[Run], place: str) -> None:
        self.notes += [f"Ein Link in {place} ist nicht übernommen: {address}" for address in links(runs)]


_HANDLERS: dict[str, Callable[[Walker, Tag, Format], None]] = {
    **{f"h{level}": Walker.heading for level in range(1, 7)},
    **dict.fromkeys(EMBEDS, Walker.embed),
    "pre": Walker.preformatted,
    "textarea": Walker.preformatted,
    "hr": Walker.rule,
    "ul": Walker.list_of_items,
    "ol": Walker.list_of_items,
    "menu": Walker.list_of_items,
    "dl": Walker.definitions,
    "blockquote": Walker.quote,
    "table": Walker.table,
    "img": Walker.image,
    "figure": Walker.figure,
    "details": Walker.details,
}
