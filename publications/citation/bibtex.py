"""BibTeX. UTF-8, with LaTeX's special characters escaped; a body's name stands in braces of its own and stays whole."""

import re
import unicodedata
from collections.abc import Iterable

import bibtexparser
from bibtexparser.library import Library
from bibtexparser.middlewares.enclosing import AddEnclosingMiddleware
from bibtexparser.model import Entry, Field

from publications.citation.record import Agent, BibliographicRecord

TYPES = {
    "report": "techreport",
    "book": "book",
    "chapter": "incollection",
    "article-journal": "article",
    "article-newspaper": "article",
}
_LANGUAGES = {"de": "ngerman", "en": "english"}  # names of the babel package, which biblatex reads
_SPECIAL = {
    **{character: f"\\{character}" for character in "&%$#_"},
    "\\": "{\\textbackslash}",
    "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}",
}
_PAIRED_BRACES = str.maketrans({**_SPECIAL, "{": "\\{", "}": "\\}"})
_LOOSE_BRACES = str.maketrans({**_SPECIAL, "{": "{\\textbraceleft}", "}": "{\\textbraceright}"})


def render(records: Iterable[BibliographicRecord]) -> str:
    library = Library([entry(record) for record in records])
    enclose = AddEnclosingMiddleware(
        reuse_previous_enclosing=False, enclose_integers=True, default_enclosing="{", allow_inplace_modification=True
    )
    return bibtexparser.write_string(library, unparse_stack=[enclose])


def entry(record: BibliographicRecord) -> Entry:
    first, last = record.page_range
    container = {"chapter": "booktitle", "article-journal": "journal", "article-newspaper": "journal"}
    texts = {
        "author": names(record.authors),
        "editor": names(record.editors),
        "title": escape(record.full_title),
        container.get(record.kind, "series"): escape(record.container),
        "institution": escape(record.institution) if record.kind == "report" else "",
        "publisher": escape(record.publisher) if record.publisher != record.institution else "",
        # BibTeX has one type for articles; biblatex tells those of newspapers apart by this field.
        "entrysubtype": "newspaper" if record.kind == "article-newspaper" else "",
        "address": escape(record.publisher_place),
        "type": escape(record.genre),
        "year": record.told_year,
        "month": str(record.issued.month) if record.issued and record.issued.month else "",
        # Year and month say it for every program; only biblatex reads the day, and only in this field.
        "date": record.issued.edtf if record.issued and record.issued.day else "",
        "volume": escape(record.volume),
        "number": escape(record.issue),
        "version": escape(record.version),
        "pages": f"{escape(first)}--{escape(last)}" if last else escape(record.pages),
        "pagetotal": escape(record.extent),
        "isbn": verbatim(record.isbn),
        "issn": verbatim(record.issn),
        # Identifiers and addresses are read letter by letter (biblatex: verbatim fields), so nothing is escaped.
        "doi": verbatim(record.doi),
        "url": verbatim(record.work_url or record.resolver_url),
        "urn": verbatim(record.urn),
        "language": record.language,
        "langid": _LANGUAGES.get(record.language, ""),
        "keywords": escape(", ".join(record.keywords)),
        "copyright": verbatim(record.licence_url),
        "abstract": escape(record.abstract),
        "note": escape(record.note),
    }
    return Entry(TYPES[record.kind], key(record), [Field(name, text) for name, text in texts.items() if text])


def key(record: BibliographicRecord) -> str:
    """The record's key in the letters that every BibTeX takes."""
    ascii_key = unicodedata.normalize("NFKD", record.key).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "-", ascii_key) or "werk"


def names(people: Iterable[Agent]) -> str:
    return " and ".join(_name(person) for person in people)


def _name(person: Agent) -> str:
    if person.literal:
        return f"{{{escape(person.literal)}}}"
    # Braces keep a comma or the word »and« within a name from being read as the end of it.
    parts = [escape(part) for part in (person.family, person.given) if part]
    return ", ".join(f"{{{part}}}" if re.search(r",|\band\b", part, re.IGNORECASE) else part for part in parts)


def escape(text: str) -> str:
    """``text`` for LaTeX. BibTeX counts braces even behind a backslash, so those without a partner become commands."""
    return text.translate(_PAIRED_BRACES if _is_paired(text) else _LOOSE_BRACES)


def _is_paired(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def verbatim(text: str) -> str:
    """An address with what would end the field encoded."""
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
