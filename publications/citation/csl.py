"""CSL-JSON (CSL 1.0.2), what citation processors read."""

import json
from collections.abc import Iterable
from typing import Any

from publications.citation.record import Agent, BibliographicRecord


def render(records: Iterable[BibliographicRecord]) -> str:
    """A JSON array, also for one record: importers expect one."""
    return json.dumps([item(record) for record in records], ensure_ascii=False, indent=2) + "\n"


def item(record: BibliographicRecord) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": record.key,
        "type": record.kind,
        "title": record.full_title,
        "title-short": record.short_title if record.subtitle else "",
        "author": [_name(person) for person in record.authors],
        "editor": [_name(person) for person in record.editors],
        "issued": {"date-parts": [_date_parts(record)]} if record.issued else {"literal": record.told_year},
        "container-title": record.container if record.kind != "book" else "",
        "collection-title": record.container if record.kind == "book" else "",
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "number-of-pages": record.extent,
        "version": record.version,
        "genre": record.genre,
        "publisher": record.publisher or record.institution,
        "publisher-place": record.publisher_place,
        "language": record.language,
        "ISBN": record.isbn,
        "ISSN": record.issn,
        "DOI": record.doi,
        "URL": record.work_url or record.resolver_url,
        "abstract": record.abstract,
        "keyword": ", ".join(record.keywords),
        "license": record.licence_url,
        "note": record.note,
    }
    return {name: value for name, value in values.items() if value}


def _name(person: Agent) -> dict[str, str]:
    if person.literal:
        return {"literal": person.literal}
    return {part: value for part, value in (("family", person.family), ("given", person.given)) if value}


def _date_parts(record: BibliographicRecord) -> list[int]:
    if record.issued is None:
        return []
    return [part for part in (record.issued.year, record.issued.month, record.issued.day) if part]
