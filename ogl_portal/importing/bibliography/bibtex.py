"""Read BibTeX. Each entry on its own: a broken one is told with its line and stops no other."""

import re

import bibtexparser
from bibtexparser.middlewares import RemoveEnclosingMiddleware, ResolveStringReferencesMiddleware
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry
from pylatexenc.latex2text import LatexNodes2Text

from ogl_portal.importing.bibliography.parsed import Parsed, date_of, split_address
from publications.citation.record import BibliographicRecord, Contributor, Kind, Role

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("article", "periodical", "suppperiodical"), "article-journal"),
    **dict.fromkeys(("incollection", "inbook", "inproceedings", "conference", "inreference", "suppbook"), "chapter"),
    **dict.fromkeys(("techreport", "report", "manual", "misc", "online", "unpublished", "www", "electronic"), "report"),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VERBATIM = {"doi", "url", "urn", "isbn", "issn", "date", "year"}
_DECODER = LatexNodes2Text(math_mode="verbatim", keep_comments=True)


def read(text: str) -> list[Parsed]:
    library = bibtexparser.parse_string(
        text,
        parse_stack=[
            ResolveStringReferencesMiddleware(allow_inplace_modification=True),
            RemoveEnclosingMiddleware(allow_inplace_modification=True),
        ],
    )
    found: list[tuple[int, Parsed]] = [(block.start_line or 0, _entry(block)) for block in library.entries]
    for failed in library.failed_blocks:
        line = (failed.start_line or 0) + 1
        inner = failed.ignore_error_block
        if isinstance(failed, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) and isinstance(inner, Entry):
            found.append((line, _entry(inner)))
        else:
            problem = (
                f"Der Eintrag ab Zeile {line} ist unvollständig oder falsch aufgebaut, meist fehlt eine geschweifte "
                "Klammer. Er ist nicht übernommen; bitte in der Datei berichtigen."
            )
            found.append((line, Parsed(f"Zeile {line}", None, [problem])))
    return [parsed for _, parsed in sorted(found, key=lambda pair: pair[0])]


def _entry(entry: Entry) -> Parsed:
    raw = {field.key.lower(): " ".join(str(field.value).split()) for field in entry.fields}
    values = {name: value if name in _VERBATIM else decode(value) for name, value in raw.items()}

    def first(*names: str) -> str:
        return next((values[name] for name in names if values.get(name)), "")

    kind: Kind = KINDS.get(entry.entry_type.lower(), "book")
    if kind == "article-journal" and "newspaper" in f"{first('entrysubtype')} {first('keywords')}".lower():
        kind = "article-newspaper"
    title = first("title")
    if subtitle := first("subtitle"):
        title = f"{title}: {subtitle}"
    if not title:
        return Parsed(entry.key, None, ["Dem Eintrag fehlt der Titel."])
    url, doi, urn = split_address(_unescaped(first("url")))
    people = [*_people(raw.get("author", ""), "author"), *_people(raw.get("editor", ""), "editor")]
    institution = first("institution", "school", "organization") if kind == "report" else ""
    record = BibliographicRecord(
        key=entry.key,
        title=title,
        kind=kind,
        contributors=tuple(people),
        issued=date_of(first("date"), _year_month(first("year"), first("month")), first("year")),
        publisher=first("publisher") or institution,
        publisher_place=first("address", "location"),
        isbn=first("isbn"),
        issn=first("issn"),
        doi=_unescaped(first("doi")) or doi,
        urn=first("urn") or urn,
        url=url,
        pages=re.sub(r"\s*-{2,3}\s*|\s*–\s*", "–", first("pages")),
        extent=first("pagetotal"),
        note=first("note", "annote"),
        container=first("booktitle", "journaltitle", "journal", "series"),
        volume=first("volume"),
        issue=first("number", "issue"),
    )
    return Parsed(entry.key, record)


def decode(text: str) -> str:
    """LaTeX as plain text: umlauts, ligatures, escaped characters; braces that only protect are dropped."""
    if "\\" in text or "~" in text or "{" in text:
        text = _DECODER.latex_to_text(text)
    return " ".join(text.replace("``", "„").replace("''", "“").split())


def _unescaped(text: str) -> str:
    return re.sub(r"\\([_&%#$~])", r"\1", text)


def _year_month(year: str, month: str) -> str:
    month = month.strip().lower()
    if month[:3] in _MONTHS:
        month = str(_MONTHS.index(month[:3]) + 1)
    return f"{year}-{int(month):02d}" if month.isascii() and month.isdigit() else year


def _people(text: str, role: Role) -> list[Contributor]:
    if not text:
        return []
    return [person for name in split_multiple_persons_names(text) if (person := _person(name, role))]


def _person(name: str, role: Role) -> Contributor | None:
    name = name.strip()
    if name.lower() == "others" or not name:
        return None
    if name.startswith("{") and name.endswith("}") and _is_one_group(name):
        return Contributor(literal=decode(name[1:-1]), role=role)
    parts = parse_single_name_into_parts(name, strict=False)
    family = decode(" ".join([*parts.last, *parts.jr]))
    # »von« stands behind the given name here, as German libraries sort it.
    given = decode(" ".join([*parts.first, *parts.von]))
    return Contributor(family=family, given=given, role=role) if family else Contributor(literal=given, role=role)


def _is_one_group(name: str) -> bool:
    depth = 0
    for place, character in enumerate(name):
        depth += (character == "{") - (character == "}")
        if depth == 0 and place < len(name) - 1:
            return False
    return True
