"""schema.org in JSON-LD: the work, its file, and what was measured about the file's accessibility."""

from typing import Any

from ogl_portal.core.json_ld import CONTEXT, given
from publications.citation.record import Agent, BibliographicRecord, RecordFile

TYPES = {
    "report": "Report",
    "book": "Book",
    "chapter": "Chapter",
    "article-journal": "ScholarlyArticle",
    "article-newspaper": "NewsArticle",
}


def document(record: BibliographicRecord) -> dict[str, Any]:
    is_book = record.kind == "book" or bool(record.isbn)
    kind = TYPES[record.kind]
    pages = int(record.extent) if record.extent.isdecimal() else None
    values: dict[str, Any] = {
        "@context": CONTEXT,
        # The number of pages belongs to Book: a report with an ISBN is both.
        "@type": [kind, "Book"] if is_book and kind == "Report" else kind,
        "@id": record.url,
        "url": record.url,
        "name": record.full_title,
        "headline": record.short_title,
        "creativeWorkStatus": record.mark,
        "alternativeHeadline": record.subtitle,
        "genre": record.genre,
        "author": [_agent(person) for person in record.authors],
        "editor": [_agent(person) for person in record.editors],
        "datePublished": record.issued.edtf if record.issued else "",
        "dateModified": record.modified,
        "publisher": _organization(record.publisher or record.institution),
        "inLanguage": record.language,
        "license": record.licence_url,
        "isbn": record.isbn,
        "identifier": _identifiers(record),
        "sameAs": record.resolver_url,
        "version": record.version,
        "numberOfPages": pages if is_book else None,
        "pagination": record.told_extent if record.extent and not (is_book and pages) else record.pages,
        "keywords": list(record.keywords),
        "abstract": record.abstract,
        "about": [{"@type": "Project", "name": item.name, **given(url=item.url)} for item in record.about],
        "isAccessibleForFree": True if record.file else None,
        **(_file(record.file, record.epub) if record.file else {}),
    }
    return given(**values)


def _file(file: RecordFile, epub: RecordFile | None) -> dict[str, Any]:
    """The files, and what was measured in the first."""
    return {
        "encoding": [_encoding(file), _encoding(epub)] if epub else _encoding(file),
        "accessibilityFeature": list(file.features),
        "accessibilitySummary": file.summary,
        "accessModeSufficient": (
            [{"@type": "ItemList", "itemListElement": ["textual"]}] if file.readable_as_text else []
        ),
    }


def _encoding(file: RecordFile) -> dict[str, Any]:
    return {
        "@type": "MediaObject",
        **given(
            contentUrl=file.url,
            encodingFormat=file.media_type,
            contentSize=f"{file.size} B" if file.size else "",
            sha256=file.sha256,
        ),
    }


def _agent(person: Agent) -> dict[str, str]:
    if person.literal:
        return {"@type": "Organization", "name": person.literal}
    names = {"name": person.natural, "familyName": person.family, "givenName": person.given}
    return {"@type": "Person", **given(**names)}


def _organization(name: str) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def _identifiers(record: BibliographicRecord) -> list[dict[str, str]]:
    known = (("DOI", record.doi), ("URN", record.urn), ("ISSN", record.issn))
    return [{"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in known if value]
