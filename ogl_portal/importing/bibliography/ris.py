"""Read RIS. Each reference on its own, so that a broken one stops no other."""

import re
from typing import Any, ClassVar

import rispy
from rispy.config import LIST_TYPE_TAGS, TAG_KEY_MAPPING
from stdnum import isbn

from ogl_portal.importing.bibliography.parsed import Parsed, date_of, split_address
from publications.citation.record import BibliographicRecord, Contributor, Kind, Role

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("JOUR", "JFULL", "ABST", "EJOUR", "INPR"), "article-journal"),
    **dict.fromkeys(("NEWS", "MGZN"), "article-newspaper"),
    **dict.fromkeys(("CHAP", "CONF", "CPAPER", "ECHAP"), "chapter"),
    **dict.fromkeys(("RPRT", "GOVDOC", "UNPB", "ELEC", "GEN", "WEB", "BLOG", "STAND"), "report"),
}


class _Reader(rispy.RisParser):
    DEFAULT_MAPPING = TAG_KEY_MAPPING | {"ED": "editors"}
    DEFAULT_LIST_TAGS = [*LIST_TYPE_TAGS, "ED"]
    DEFAULT_DELIMITER_MAPPING: ClassVar[dict[str, str]] = {}  # an address may hold a semicolon


def read(text: str) -> list[Parsed]:
    """References by the marks of their ends; what has none is told with its line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parsed: list[Parsed] = []
    block: list[str] = []
    start = 0
    for number, line in enumerate([*lines, ""]):
        is_last = number == len(lines)
        begins = re.match(r"TY  ?-", line) is not None
        if (begins or is_last) and any(re.match(r"TY  ?-", held) for held in block):
            problem = f"Dem Eintrag ab Zeile {start + 1} fehlt das Ende (»ER  -«). Er ist nicht übernommen."
            parsed.append(Parsed(f"Zeile {start + 1}", None, [problem]))
            block = []
        if begins:
            block, start = [], number
        block.append(line)
        if re.match(r"ER  ?-", line):
            parsed.append(_reference("\n".join(block), start + 1))
            block = []
    return parsed


def _reference(text: str, line: int) -> Parsed:
    label = f"Zeile {line}"
    try:
        found: list[dict[str, Any]] = rispy.loads(text, implementation=_Reader)
    except Exception:
        found = []
    if not found:
        return Parsed(label, None, [f"Der Eintrag ab Zeile {line} beginnt nicht mit »TY  -«. Er ist nicht übernommen."])
    values = found[0]

    def first(*names: str) -> str:
        for name in names:
            value = values.get(name)
            text = str(value[0] if isinstance(value, list) and value else value or "").strip()
            if text:
                return text
        return ""

    title = first("title", "primary_title", "translated_title")
    if not title:
        return Parsed(label, None, [f"Dem Eintrag ab Zeile {line} fehlt der Titel."])
    kind: Kind = KINDS.get(first("type_of_reference"), "book")
    is_part = kind not in ("book", "report")
    url, doi, urn = split_address(first("urls"))
    pages = "–".join(filter(None, (first("start_page"), first("end_page"))))
    number = first("issn")
    is_book_number = bool(isbn.is_valid(number))
    people = [_person(name, "author") for name in values.get("authors") or values.get("first_authors") or []]
    people += [_person(name, "editor") for name in values.get("editors") or []]
    record = BibliographicRecord(
        key=first("id"),
        title=title,
        kind=kind,
        contributors=tuple(people),
        issued=date_of(_date(first("date")), first("year").partition("/")[0], first("publication_year")),
        publisher=first("publisher"),
        publisher_place=first("place_published"),
        isbn=number if is_book_number else "",
        issn="" if is_book_number else number,
        doi=first("doi") or doi,
        urn=urn,
        url=url,
        pages=re.sub(r"\s*-+\s*", "–", pages) if is_part else "",
        extent="" if is_part else pages,
        note=first("notes"),
        container=first("secondary_title", "journal_name", "tertiary_title"),
        volume=first("volume"),
        issue=first("number"),
    )
    return Parsed(title[:60], record)


def _date(text: str) -> str:
    return "-".join(part.zfill(2) for part in text.split("/")[:3] if part.strip().isdigit())


def _person(name: str, role: Role) -> Contributor:
    family, comma, given = name.strip().partition(",")
    return Contributor(family=family, given=given, role=role) if comma else Contributor(literal=family, role=role)
