"""The checks themselves: pure functions from the parts of a page to findings.

What is not checked is said to editors beside the list: writing inside of pictures (and so its contrast), whether an
alternative text is true, whether a table is used for layout. The colours of the site's own text are the design's and
tested there.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bs4 import BeautifulSoup, Tag

from ogl_portal.core.link_targets import leads_into_admin
from ogl_portal.editorial.checks.content_nodes import (
    ContentNode,
    HeadingNode,
    LinkNode,
    PictureNode,
    RichTextNode,
    TableNode,
    TextNode,
)
from ogl_portal.editorial.checks.findings import Finding, FindingPlace, Rule, Severity
from ogl_portal.editorial.checks.language import english_passages
from ogl_portal.editorial.checks.names import slips

LONG_SENTENCE = 25  # words; a common rule of thumb of German style guides
EMPTY_WORDS = {
    *("hier", "mehr", "link", "klick", "klicken", "klicken sie hier", "klick hier", "hier klicken", "weiter"),
    *("weiterlesen", "mehr lesen", "mehr erfahren", "mehr dazu", "mehr infos", "mehr informationen", "dort", "pdf"),
    *("download", "herunterladen", "siehe hier", "zur seite", "webseite", "website", "homepage", "here", "more"),
}
_ADDRESS = re.compile(r"^(https?://|www\.)\S+$|^\S+\.(de|org|com|eu|net)(/\S*)?$", re.IGNORECASE)
_FILE_NAME = re.compile(r"\.(avif|gif|jpe?g|png|svg|webp)$|^(img|dsc|bild)[-_ ]?\d+$", re.IGNORECASE)
_PICTURE_OF = re.compile(r"^(ein )?(bild|foto|grafik|abbildung|photo)\b( von| zeigt|:)", re.IGNORECASE)
# A full stop ends a sentence only before a space and a capital, and not after an abbreviation, a number or one letter.
_SENTENCE_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][«“\"›)]))\s+(?=[»„\"‹(]?[A-ZÄÖÜ])")
_NO_END = re.compile(r"(\b(\w|bzw|ca|Dr|Prof|Nr|Abs|vgl|usw|etc|St|Hrsg|Art|inkl|ggf|Mio|Mrd|z|B|d|h|u|a|S)\.|\d\.)$")


def check(parts: Sequence[ContentNode]) -> list[Finding]:
    """What the parts say by themselves, in the order of the page. Where own links lead, ``own_links`` knows."""
    return in_order([finding for part in parts for finding in _one(part)] + list(heading_order(parts)), parts)


def in_order(found: list[Finding], parts: Sequence[ContentNode]) -> list[Finding]:
    """Findings in the order of the page."""
    order = {part.place.path: number for number, part in enumerate(parts)}
    return sorted(found, key=lambda finding: order.get(finding.place.path, 0))


def _one(part: ContentNode) -> Iterator[Finding]:
    if isinstance(part, RichTextNode):
        yield from rich_text(part)
    elif isinstance(part, TextNode):
        yield from words(part.place, part.text, is_quote=part.is_quote)
    elif isinstance(part, HeadingNode):
        yield from words(part.place, part.text)
    elif isinstance(part, PictureNode):
        yield from picture(part)
    elif isinstance(part, TableNode):
        yield from table(part)
    elif isinstance(part, LinkNode):
        yield from link_target(part.place, part.url, part.text)
        if part.text:
            yield from link_words(part.place, part.text)


def heading_order(parts: Sequence[ContentNode]) -> Iterator[Finding]:
    """A sub-heading stands below a heading (WCAG 1.3.1), and below each heading stands something."""
    by_field: dict[str, list[ContentNode]] = {}
    for part in parts:
        by_field.setdefault(part.place.path[0], []).append(part)
    for members in by_field.values():
        level = 1
        for part, following in zip(members, [*members[1:], None], strict=True):
            if not isinstance(part, HeadingNode):
                continue
            if part.level > level + 1:
                yield Finding(
                    Rule.HEADING_ORDER,
                    Severity.FAULT,
                    part.place,
                    f"Die Zwischenüberschrift »{part.text}« steht unter keiner Überschrift.",
                    "Stellen Sie die Ebene auf »Überschrift« oder setzen Sie eine Überschrift davor.",
                )
            level = part.level
            if following is None or (isinstance(following, HeadingNode) and following.level <= part.level):
                yield Finding(
                    Rule.EMPTY_SECTION,
                    Severity.HINT,
                    part.place,
                    f"Unter der Überschrift »{part.text}« steht nichts.",
                    "Ergänzen Sie den Abschnitt oder entfernen Sie die Überschrift.",
                )


def rich_text(part: RichTextNode) -> Iterator[Finding]:
    soup = BeautifulSoup(part.html, "html.parser")
    for anchor in soup.find_all("a"):
        words_of_link = anchor.get_text(" ", strip=True)
        yield from link_target(part.place, str(anchor.get("href") or ""), words_of_link)
        yield from link_words(part.place, words_of_link)
    for paragraph in soup.find_all("p"):
        if _is_bold_line(paragraph):
            yield Finding(
                Rule.BOLD_AS_HEADING,
                Severity.HINT,
                part.place,
                f"»{_short(paragraph.get_text())}« sieht aus wie eine Überschrift, ist aber nur fett.",
                "Nehmen Sie dafür den Baustein »Überschrift«: Vorlesegeräte springen von Überschrift zu Überschrift.",
            )
    for marked in soup.select("[lang]"):
        marked.decompose()
    for block in soup.find_all(["p", "li"]):
        if not block.find(["p", "li"]):
            yield from words(part.place, block.get_text(" ", strip=True), can_mark=True)


def _is_bold_line(paragraph: Tag) -> bool:
    text = paragraph.get_text(strip=True)
    bold = "".join(tag.get_text(strip=True) for tag in paragraph.find_all(["b", "strong"]))
    return bool(text) and bold == text and len(text) <= 90 and not text.endswith((".", ":", "!", "?"))


def link_target(place: FindingPlace, url: str, text: str) -> Iterator[Finding]:
    """Readers cannot follow a link into the admin: they are asked to sign in."""
    if leads_into_admin(url):
        yield Finding(
            Rule.ADMIN_LINK,
            Severity.FAULT,
            place,
            f"Der Link »{_short(text or url)}« führt in die Verwaltung; Leser:innen landen auf der Anmeldung.",
            "Wählen Sie die Seite oder das Dokument selbst als Ziel, oder entfernen Sie den Link.",
        )


def link_words(place: FindingPlace, text: str) -> Iterator[Finding]:
    """The words of a link say where it leads, also when read alone (WCAG 2.4.4)."""
    plain = " ".join(text.split()).strip(" .…:>»«→").lower()
    if not plain:
        yield Finding(
            Rule.EMPTY_LINK,
            Severity.FAULT,
            place,
            "Ein Link hat keinen Text.",
            "Schreiben Sie, wohin er führt, oder entfernen Sie ihn.",
        )
    elif plain in EMPTY_WORDS:
        yield Finding(
            Rule.LINK_TEXT,
            Severity.FAULT,
            place,
            f"Der Link »{text.strip()}« sagt nicht, wohin er führt.",
            "Nennen Sie das Ziel: »Leitfaden lesen« statt »hier«. Manche lassen sich nur die Links vorlesen.",
        )
    elif _ADDRESS.match(plain):
        yield Finding(
            Rule.BARE_ADDRESS,
            Severity.HINT,
            place,
            f"Der Link zeigt die nackte Adresse »{_short(text.strip())}«.",
            "Schreiben Sie stattdessen, was dort steht: Eine Adresse wird Zeichen für Zeichen vorgelesen.",
        )


def picture(part: PictureNode) -> Iterator[Finding]:
    """What stands for the picture when it is not seen (WCAG 1.1.1)."""
    alt = part.alt.strip()
    if part.is_decorative:
        return
    if not alt:
        yield Finding(
            Rule.ALT_MISSING,
            Severity.FAULT,
            part.place,
            "Das Bild hat keinen Alternativtext.",
            "Beschreiben Sie in einem Satz, was man sieht, oder kreuzen Sie »Nur Schmuck« an.",
        )
    elif _FILE_NAME.search(alt):
        yield Finding(
            Rule.ALT_FILE_NAME,
            Severity.FAULT,
            part.place,
            f"Der Alternativtext »{alt}« ist ein Dateiname.",
            "Beschreiben Sie, was man sieht.",
        )
    elif _PICTURE_OF.match(alt):
        yield Finding(
            Rule.ALT_PICTURE_OF,
            Severity.HINT,
            part.place,
            f"Der Alternativtext beginnt mit »{' '.join(alt.split()[:2])}«.",
            "Dass es ein Bild ist, sagt das Vorlesegerät selbst. Beginnen Sie mit dem, was man sieht.",
        )
    if alt and alt == part.caption.strip():
        yield Finding(
            Rule.ALT_IS_CAPTION,
            Severity.HINT,
            part.place,
            "Alternativtext und Bildunterschrift sind gleich; der Satz wird zweimal vorgelesen.",
            "Beschreiben Sie im Alternativtext das Bild; die Unterschrift ordnet es ein.",
        )
    yield from words(part.place, alt)


def table(part: TableNode) -> Iterator[Finding]:
    """Header cells and a caption (WCAG 1.3.1)."""
    value: dict[str, Any] = part.value
    by_row, by_column = bool(value.get("first_row_is_table_header")), bool(value.get("first_col_is_header"))
    if not by_row and not by_column:
        yield Finding(
            Rule.TABLE_HEADERS,
            Severity.FAULT,
            part.place,
            "Die Tabelle hat keine Kopfzellen.",
            "Wählen Sie bei »Tabellenüberschriften« die erste Zeile, die erste Spalte oder beide.",
        )
    if not (value.get("table_caption") or "").strip():
        yield Finding(
            Rule.TABLE_CAPTION,
            Severity.FAULT,
            part.place,
            "Die Tabelle hat keine Beschriftung.",
            "Schreiben Sie in die Beschriftung, was in der Tabelle steht.",
        )
    rows = value.get("data") or []
    heads = (rows[0][1 if by_column else 0 :] if by_row and rows else []) + (
        [row[0] for row in rows[1 if by_row else 0 :] if row] if by_column else []
    )
    if any(not (cell or "").strip() for cell in heads):
        yield Finding(
            Rule.TABLE_EMPTY_HEADER,
            Severity.HINT,
            part.place,
            "Eine Kopfzelle der Tabelle ist leer.",
            "Sagen Sie in jeder Kopfzelle, was in ihrer Zeile oder Spalte steht.",
        )


def words(place: FindingPlace, text: str, *, is_quote: bool = False, can_mark: bool = False) -> Iterator[Finding]:
    """Slips in names, long sentences, and passages in English where the field lets them be marked.

    The wording of a quotation is left alone.
    """
    for written, meant in slips(text):
        yield Finding(
            Rule.NAME,
            Severity.HINT,
            place,
            f"»{written}«: Ist »{meant}« gemeint?",
            "Bitte prüfen Sie die Schreibweise. Ist das Wort richtig, bleibt es, wie es ist.",
        )
    if is_quote:
        return
    for sentence in sentences(text):
        count = len(sentence.split())
        if count > LONG_SENTENCE:
            yield Finding(
                Rule.LONG_SENTENCE,
                Severity.HINT,
                place,
                f"Ein Satz hat {count} Wörter: »{_short(sentence)}«.",
                "Zwei kürzere Sätze sind leichter zu verstehen.",
            )
    for passage in english_passages(text) if can_mark else ():
        yield Finding(
            Rule.LANGUAGE,
            Severity.HINT,
            place,
            f"»{_short(passage)}« ist wohl Englisch und nicht als solches ausgezeichnet.",
            "Markieren Sie die Stelle und wählen Sie »EN«; sonst wird sie deutsch ausgesprochen (WCAG 3.1.2).",
        )


def sentences(text: str) -> list[str]:
    """The sentences of a text; abbreviations and dates do not end one."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text):
        if found and _NO_END.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return [sentence for sentence in found if sentence.strip()]


def _short(text: str, limit: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"
