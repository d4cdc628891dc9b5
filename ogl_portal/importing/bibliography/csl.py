"""Read CSL-JSON, as Zotero and other programs write it."""

import json
from typing import Any

from ogl_portal.german.dates import FuzzyDate
from ogl_portal.importing.bibliography.parsed import Fields, Parsed, UnreadableListError, date_of, says_no_year
from ogl_portal.importing.raised import without_tags
from publications.citation.record import Agent, BibliographicRecord, Kind, Role

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("article", "article-journal", "article-magazine", "review"), "article-journal"),
    "article-newspaper": "article-newspaper",
    **dict.fromkeys(("chapter", "paper-conference", "entry", "entry-encyclopedia"), "chapter"),
    **dict.fromkeys(("report", "document", "webpage", "post-weblog", "legislation", "standard"), "report"),
}
_STRUCTURED = {"author", "editor", "issued"}
_VERBATIM = {"DOI", "ISBN", "ISSN", "URL", "id"}
_HOUSEKEEPING = ("id", "citation-key", "citation-label", "categories", "system_id", "journalAbbreviation")


def read(text: str) -> list[Parsed]:
    try:
        items = json.loads(text)
    except ValueError as error:
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
    fields = Fields({name: _texts(name, value) for name, value in item.items() if name not in _STRUCTURED})
    key = fields.peek("id")
    fields.drop(*_HOUSEKEEPING)
    title = fields.first("title")
    if not title:
        return Parsed(key or label, None, [f"Dem {number}. Eintrag fehlt der Titel. Er ist nicht übernommen."])
    if title.startswith(fields.peek("title-short")):
        fields.drop("title-short")
    kind: Kind = KINDS.get(fields.first("type"), "book")
    isbn, issn = fields.numbers("ISBN", "ISSN")
    url, doi, urn = fields.addresses("URL", doi=fields.first("DOI"))
    issued = _date(item.get("issued"))
    if issued is None and item.get("issued"):
        fields.put_back("issued", [text for text in _texts("issued", item["issued"]) if not says_no_year(text)])
    elif isinstance(item.get("issued"), dict):
        fields.put_back("issued", _beside_date(item["issued"]))
    record = BibliographicRecord(
        key=key,
        title=title,
        kind=kind,
        contributors=(*_people(item.get("author"), "author"), *_people(item.get("editor"), "editor")),
        issued=issued,
        publisher=fields.first("publisher"),
        publisher_place=fields.first("publisher-place"),
        isbn=isbn,
        issn=issn,
        doi=doi,
        urn=urn,
        url=url,
        pages=fields.first("page").replace("--", "–").replace("-", "–"),
        extent=fields.first("number-of-pages"),
        note=fields.first("note"),
        container=fields.first("container-title", "collection-title"),
        volume=fields.first("volume"),
        issue=fields.first("issue", "number"),
    )
    return Parsed(key or label, record, notes=fields.left())


def _texts(name: str, value: Any) -> list[str]:
    """The values of a field as texts; names and dates, which have no place here, in words."""
    if isinstance(value, list):
        return [text for item in value for text in _texts(name, item)]
    if isinstance(value, dict):
        parts = value.get("date-parts") or [value.get("raw") or value.get("literal")]
        words = [str(value.get(part) or "") for part in ("given", "family")] if "family" in value else []
        if words or "date-parts" not in value:
            return [" ".join(filter(None, words)) or str(parts[0] or "")]
        return ["-".join(map(str, parts[0]))] if isinstance(parts[0], list) else []
    if value is None or isinstance(value, bool):
        return []
    return [str(value) if name in _VERBATIM else without_tags(str(value))]


def _people(people: Any, role: Role) -> list[Agent]:
    found = []
    for person in people if isinstance(people, list) else []:
        if not isinstance(person, dict):
            continue
        names = {name: str(person.get(name) or "") for name in ("family", "given", "literal", "non-dropping-particle")}
        particle = names["non-dropping-particle"] or str(person.get("dropping-particle") or "")
        given = " ".join(filter(None, (names["given"], particle)))
        if names["literal"] or not names["family"]:
            if literal := names["literal"] or given:
                found.append(Agent(literal=literal, role=role))
        else:
            family = " ".join(filter(None, (names["family"], str(person.get("suffix") or ""))))
            found.append(Agent(family=family, given=given, role=role))
    return found


def _date(issued: Any) -> FuzzyDate | None:
    if not isinstance(issued, dict):
        return date_of(str(issued or ""))
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        digits = [str(part) for part in parts[0][:3]]
        return date_of("-".join(part.zfill(2 if place else 4) for place, part in enumerate(digits)))
    return date_of(str(issued.get("raw") or issued.get("literal") or ""))


def _beside_date(issued: dict[str, Any]) -> list[str]:
    """What a date says beyond the day on which it begins, in words."""
    parts = issued.get("date-parts")
    days = [part for part in parts if isinstance(part, list)] if isinstance(parts, list) else []
    words = [f"bis {'-'.join(map(str, days[1]))}"] if len(days) > 1 and days[1] not in ([], days[0]) else []
    words += [f"Jahreszeit {issued['season']}"] if issued.get("season") else []
    return [*words, "ungefähr"] if issued.get("circa") else words
