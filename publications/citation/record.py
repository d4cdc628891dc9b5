"""The one bibliographic record that every citation format is made from. No Django here.

Every text of a record is one line: ``BibliographicRecord`` and ``Agent`` fold line breaks into spaces when they
are made, so that no value can start a new field in a line-based format such as RIS. Empty means not known, and shows
as nothing.
"""

import re
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from ogl_portal.german.dates import FuzzyDate
from ogl_portal.text.characters import one_line

Kind = Literal["report", "book", "chapter", "article-journal", "article-newspaper"]
"""Item types of CSL 1.0.2, as far as this site holds such works."""
Role = Literal["author", "editor"]

NO_YEAR = "o.\N{NO-BREAK SPACE}J."
_SPACES = re.compile(" {2,}")
_RANGE = re.compile(r"^(\w+)\s*[-\u2013]\s*(\w+)$")


def folded(text: str) -> str:
    """``text`` in one line without control characters, also where it was stored with them; no-break spaces stay."""
    return _SPACES.sub(" ", one_line(text)).strip()


class _OneLine:
    """Folds every text field of a frozen dataclass into one line."""

    def __post_init__(self) -> None:
        for item in fields(self):  # type: ignore[arg-type]
            value: Any = getattr(self, item.name)
            if isinstance(value, str):
                object.__setattr__(self, item.name, folded(value))


@dataclass(frozen=True)
class Agent(_OneLine):
    """A person (``family``, ``given``) or a body (``literal``), never both."""

    family: str = ""
    given: str = ""
    literal: str = ""
    role: Role = "author"

    @property
    def inverted(self) -> str:
        """»Lucke, Jörn von«; a body as it is."""
        return self.literal or ", ".join(part for part in (self.family, self.given) if part)

    @property
    def natural(self) -> str:
        """»Jörn von Lucke«; a body as it is."""
        return self.literal or " ".join(part for part in (self.given, self.family) if part)


@dataclass(frozen=True)
class Subject(_OneLine):
    """Something that a work is about, with its own page."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class RecordFile(_OneLine):
    """The file of a work that ``url`` gives for good. ``size`` in bytes, ``sha256`` in hexadecimal.

    ``features`` are terms of the W3C vocabulary for schema.org accessibility, measured in the file; ``summary`` is the
    measured verdict as a German sentence. ``readable_as_text`` says that the words alone carry the whole content: the
    file keeps PDF/UA-1 by machine and has no page that is only a picture.
    """

    url: str
    size: int = 0
    sha256: str = ""
    media_type: str = "application/pdf"
    features: tuple[str, ...] = ()
    summary: str = ""
    readable_as_text: bool = False


@dataclass(frozen=True)
class BibliographicRecord(_OneLine):
    """A work as a librarian would write it down.

    ``key`` names the record within its list (the slug). ``pages`` is the place within a container (»5–20«), ``extent``
    the number of pages of a work of its own, as printed (»96«, »VI, 97«). ``institution`` is who stands behind a
    report. ``url`` is the page that describes the work, ``pdf_url`` its file, both absolute. ``version`` is the number
    of the file's version, given from the second one on. ``mark`` must be said behind the title wherever the work is
    named (»Musterdatei«). ``is_elsewhere`` says that ``url`` only describes the work and has no file of it;
    ``source_url`` is then where the work is, if that is known.
    """

    key: str
    title: str
    kind: Kind = "report"
    subtitle: str = ""
    mark: str = ""
    genre: str = ""
    contributors: tuple[Agent, ...] = ()
    issued: FuzzyDate | None = None
    modified: str = ""  # when the site last changed something public about it, ISO 8601
    publisher: str = ""
    publisher_place: str = ""
    institution: str = ""
    language: str = ""
    licence_url: str = ""
    isbn: str = ""
    issn: str = ""
    doi: str = ""
    urn: str = ""
    url: str = ""
    is_elsewhere: bool = False
    source_url: str = ""
    pdf_url: str = ""
    pages: str = ""
    extent: str = ""
    abstract: str = ""
    note: str = ""
    keywords: tuple[str, ...] = ()
    container: str = ""
    volume: str = ""
    issue: str = ""
    version: str = ""
    about: tuple[Subject, ...] = ()
    file: RecordFile | None = field(default=None)
    epub: RecordFile | None = field(default=None)

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "keywords", tuple(word for word in map(folded, self.keywords) if word))

    @property
    def full_title(self) -> str:
        """Title and subtitle in one: »Kommunales Open Government: Von der Utopie zur Kulturtechnik [Musterdatei]«."""
        if not self.subtitle:
            return self.short_title
        colon = " " if self.title.endswith(("?", "!", ":")) else ": "
        return self._marked(f"{self.title.removesuffix('.')}{colon}{self.subtitle}")

    @property
    def short_title(self) -> str:
        """The title without the subtitle, and with the mark."""
        return self._marked(self.title)

    def _marked(self, title: str) -> str:
        return f"{title} [{self.mark}]" if self.mark else title

    @property
    def authors(self) -> tuple[Agent, ...]:
        return tuple(person for person in self.contributors if person.role == "author")

    @property
    def editors(self) -> tuple[Agent, ...]:
        return tuple(person for person in self.contributors if person.role == "editor")

    @property
    def year(self) -> str:
        return f"{self.issued.year:04d}" if self.issued else ""

    @property
    def told_year(self) -> str:
        """The year as every citation has it: »2022«, »o. J.« (ohne Jahr) where nobody knows it."""
        return self.year or NO_YEAR

    @property
    def told_extent(self) -> str:
        """»272 Seiten«, »1 Seite«; empty where it is not known."""
        return f"{self.extent} {'Seite' if self.extent == '1' else 'Seiten'}" if self.extent else ""

    @property
    def page_range(self) -> tuple[str, str]:
        """First and last page; the last is empty where ``pages`` is no plain range (»145 ff.«)."""
        match = _RANGE.match(self.pages)
        return (match[1], match[2]) if match else (self.pages, "")

    @property
    def work_url(self) -> str:
        """Where the work can be had, which a citation names; empty where nobody knows."""
        return self.source_url if self.is_elsewhere else self.url

    @property
    def resolver_url(self) -> str:
        """The address that outlives the site: of the DOI, else of the URN; empty without either."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://nbn-resolving.org/{self.urn}" if self.urn else ""
