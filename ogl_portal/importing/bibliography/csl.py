"""Read CSL-JSON, as Zotero and other programs write it."""

import json
from typing import Any

from ogl_portal.core.dates import FuzzyDate
from ogl_portal.importing.bibliography.parsed import Parsed, UnreadableListError, date_of, split_address
from publications.citation.record import BibliographicRecord, Contributor, Kind, Role

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("article", "article-journal", "article-magazine", "review"), "article-journal"),
    "article-newspaper": "article-newspaper",
    **dict.fromkeys(("chapter", "paper-conference", "entry", "entry-encyclopedia"), "chapter"),
    **dict.fromkeys(("report", "document", "webpage", "post-weblog", "legislation", "standard"), "report"),
}


def read(text: str) -> list[Parsed]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise UnreadableListError(
            f"Die Datei ist kein gültiges JSON (Zeile {line}). Es wurde nichts übernommen."
        ) from error
    if isinstance(items, dict):
        items = items.get("items", [items])
    if not isinstance(items, list):
        raise UnreadableListError("Die Datei enthält keine Liste von Werken. Es wurde nichts übernommen.")
    return [_item(item, number) for number, item in enumerate(items, start=1)]


def _item(item: Any, number: int) -> Parsed:
    label = f"{number}. Eintrag"
    if not isinstance(item, dict):
        return Parsed(label, None, [f"Der {number}. Eintrag ist kein Werk. Er ist nicht übernommen."])

    def first(*names: str) -> str:
        return next((str(item[name]).strip() for name in names if isinstance(item.get(name), str | int | float)), "")

    title = first("title")
    if not title:
        return Parsed(first("id") or label, None, [f"Dem {number}. Eintrag fehlt der Titel."])
    kind: Kind = KINDS.get(first("type"), "book")
    url, doi, urn = split_address(first("URL"))
    record = BibliographicRecord(
        key=first("id"),
        title=title,
        kind=kind,
        contributors=(*_people(item.get("author"), "author"), *_people(item.get("editor"), "editor")),
        issued=_date(item.get("issued")),
        publisher=first("publisher"),
        publisher_place=first("publisher-place"),
        isbn=first("ISBN").split(" ")[0],
        issn=first("ISSN").split(" ")[0].rstrip(","),
        doi=first("DOI") or doi,
        urn=urn,
        url=url,
        pages=first("page").replace("--", "–").replace("-", "–"),
        extent=first("number-of-pages"),
        note=first("note"),
        container=first("container-title", "collection-title"),
        volume=first("volume"),
        issue=first("issue"),
    )
    return Parsed(first("id") or label, record)


def _people(people: Any, role: Role) -> list[Contributor]:
    found = []
    for person in people if isinstance(people, list) else []:
        if not isinstance(person, dict):
            continue
        names = {name: str(person.get(name) or "") for name in ("family", "given", "literal", "non-dropping-particle")}
        particle = names["non-dropping-particle"] or str(person.get("dropping-particle") or "")
        given = " ".join(filter(None, (names["given"], particle)))
        if names["literal"] or not names["family"]:
            if literal := names["literal"] or given:
                found.append(Contributor(literal=literal, role=role))
        else:
            found.append(Contributor(family=names["family"], given=given, role=role))
    return found


def _date(issued: Any) -> FuzzyDate | None:
    if not isinstance(issued, dict):
        return date_of(str(issued or ""))
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        digits = [str(part) for part in parts[0][:3]]
        return date_of("-".join(part.zfill(2 if place else 4) for place, part in enumerate(digits)))
    return date_of(str(issued.get("raw") or issued.get("literal") or ""))
