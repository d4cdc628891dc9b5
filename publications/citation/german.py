"""The citation as a reader writes it down: German, in the order and with the marks of DIN ISO 690.

Written here, not as a CSL style (docs/engineering/decisions/0008-citation-text.md). What is not known is left out,
its punctuation included.
"""

import datetime
import html
import re
from dataclasses import dataclass

from ogl_portal.german.dates import german_date
from ogl_portal.german.formats import and_list
from publications.citation.record import NO_YEAR, Agent, BibliographicRecord

_HYPHEN = re.compile(r"(?<=\d)-(?=\d)")  # of a range; »PDF-Seite« keeps its own
MOST_NAMES = 3
"""More names than these become the first and »et al.«, as the standard allows."""


@dataclass(frozen=True)
class CitationRun:
    """A stretch of text; ``is_title`` where the standard asks for italics."""

    text: str
    is_title: bool = False


def as_text(record: BibliographicRecord, accessed: datetime.date | None = None) -> str:
    return "".join(run.text for run in runs(record, accessed))


def as_html(record: BibliographicRecord, accessed: datetime.date | None = None) -> str:
    """The same as escaped HTML, with the title in ``<cite>``."""
    parts = [(html.escape(run.text), run.is_title) for run in runs(record, accessed)]
    return "".join(f"<cite>{text}</cite>" if is_title else text for text, is_title in parts)


def runs(record: BibliographicRecord, accessed: datetime.date | None = None) -> list[CitationRun]:
    """The citation in stretches. ``accessed`` is the day of reading, named where no identifier holds the work fast."""
    is_part = record.kind in ("chapter", "article-journal", "article-newspaper")
    editors = record.editors if record.authors else ()
    sentences: list[list[CitationRun]] = [
        [CitationRun(name_list(record.authors or record.editors, is_edited=not record.authors))]
    ]
    if is_part:
        host = f"In: {name_list(editors, is_edited=True)} " if editors else "In: "
        sentences += [
            [CitationRun(record.full_title)],
            [CitationRun(host), CitationRun(record.container, is_title=True)],
        ]
    else:
        medium = [CitationRun(" [online]")] if record.pdf_url else []
        sentences += [
            [CitationRun(record.full_title, is_title=True), *medium],
            [CitationRun(f"Hrsg. von {and_list([person.natural for person in editors])}" if editors else "")],
            [CitationRun(record.genre)],
            [CitationRun(", ".join(part for part in (record.container, record.volume) if part))],
        ]
    sentences += [
        [CitationRun(imprint(record))],
        [CitationRun(f"Version {record.version}" if record.version else "")],
        [CitationRun(f"ISBN {record.isbn}" if record.isbn else "")],
        [CitationRun(availability(record, accessed))],
    ]
    return _join([sentence for sentence in sentences if sentence[-1].text])


def name_list(people: tuple[Agent, ...], *, is_edited: bool = False) -> str:
    """»Lucke, Jörn von und Katja Gollasch«: only the first name is turned round."""
    if not people:
        return ""
    first, *others = people
    if len(people) > MOST_NAMES:
        text = f"{first.inverted} et al."
    else:
        names = [first.inverted, *(person.natural for person in others)]
        text = and_list(names)
    return f"{text}, Hrsg." if is_edited else text


def imprint(record: BibliographicRecord) -> str:
    """»Wiesbaden: Springer, 2022, S. 5–20«; for articles »2021, 58(3), S. 565–580«."""
    date = str(record.issued or NO_YEAR)
    pages = f"S.\N{NO-BREAK SPACE}{_HYPHEN.sub('–', record.pages)}" if record.pages else ""
    if record.kind.startswith("article"):
        issue = f"({record.issue})" if record.volume else f"Heft {record.issue}"
        number = record.volume + (issue if record.issue else "")
        return ", ".join(part for part in (date, number, pages) if part)
    house = record.publisher or record.institution
    named = [person.natural for person in record.authors or record.editors]
    if house in named:
        house = ""  # a body that publishes its own work is named once
    seat = ": ".join(part for part in (record.publisher_place, house) if part)
    return ", ".join(part for part in (seat, date, pages) if part)


def availability(record: BibliographicRecord, accessed: datetime.date | None = None) -> str:
    if record.resolver_url:
        return f"Verfügbar unter: {record.resolver_url}"
    if not record.work_url:
        return ""
    day = f" [Zugriff am: {german_date(accessed)}]" if accessed else ""
    return f"Verfügbar unter: {record.work_url}{day}"


def _join(sentences: list[list[CitationRun]]) -> list[CitationRun]:
    """Sentences with a full stop between them, unless one ends with a mark of its own; none after an address."""
    joined: list[CitationRun] = []
    for sentence in sentences:
        if joined:
            joined.append(CitationRun(" " if joined[-1].text.endswith((".", "?", "!")) else ". "))
        joined += sentence
    if joined and not joined[-1].text.endswith((".", "?", "!", "]")) and "://" not in joined[-1].text:
        joined.append(CitationRun("."))
    return joined
