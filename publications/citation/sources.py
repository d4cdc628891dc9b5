"""Records of what the site holds: the only module here that knows the models."""

import re
from typing import Any

from wagtail.rich_text import get_text_for_indexing

from ogl_portal.core.fields import fuzzy
from ogl_portal.core.json_ld import modified
from publications import samples
from publications.citation.record import Agent, BibliographicRecord, Kind, RecordFile, Role, Subject
from publications.enums import ContributorKind, ContributorRole, LiteratureKind
from publications.files import current_epub_url, current_file_url, version_file_url
from publications.models import FileVersion, LiteratureEntry, PublicationPage

LITERATURE_KINDS: dict[str, Kind] = {
    LiteratureKind.BOOK: "book",
    LiteratureKind.CHAPTER: "chapter",
    LiteratureKind.REPORT: "report",
    LiteratureKind.JOURNAL_ARTICLE: "article-journal",
    LiteratureKind.NEWSPAPER_ARTICLE: "article-newspaper",
}
REVIEW = "Besprechung: "
"""Stands before the address of a review, at the end of a note; an import reads it there."""
_EXTENT = re.compile(r"(?:[IVXLC]+, ?)?\d+")  # »272«, »VI, 97«; no place such as »145 ff.«
_RECORD = "_bibliographic_record"


def record_of_publication(publication: PublicationPage) -> BibliographicRecord:
    """The record of a publication with its current file, all addresses absolute.

    Made once for each page object, since the head of the page and its box both need it. Three queries at most:
    contributors, topics, labs; the current version is kept by the page itself.
    """
    if not hasattr(publication, _RECORD):
        setattr(publication, _RECORD, _publication(publication))
    record: BibliographicRecord = getattr(publication, _RECORD)
    return record


def record_to_cite(publication: PublicationPage) -> BibliographicRecord:
    """The same without what no citation names and lists do not fetch: the last change, what was found in the file."""
    return _publication(publication, in_full=False)


def _publication(publication: PublicationPage, *, in_full: bool = True) -> BibliographicRecord:
    version: FileVersion | None = publication.current_version
    people = tuple(_contributor(person) for person in publication.contributors.all())
    url = publication.full_url or ""
    is_sample = publication.is_sample
    site = url.removesuffix(publication.get_url() or "")
    return BibliographicRecord(
        key=publication.slug,
        kind="report",
        title=publication.title,
        subtitle=publication.subtitle,
        mark=samples.MARK if is_sample else "",
        genre=publication.get_kind_display(),
        contributors=people,
        issued=fuzzy(publication.date),
        modified=modified(publication) if in_full else "",
        publisher=publication.publisher,
        institution=_institution(publication, people),
        language=publication.language,
        licence_url=publication.licence_url,
        # These name the original, so a sample has none of them.
        isbn="" if is_sample else publication.isbn,
        doi="" if is_sample else publication.doi,
        urn="" if is_sample else publication.urn,
        url=url,
        is_elsewhere=version is None,
        source_url=publication.source_url,
        pdf_url=site + current_file_url(publication) if version else "",
        extent=str(version.page_count or "") if version else "",
        abstract=_abstract(publication, version),
        note=f"{samples.MARK}, nicht das Original" if is_sample else "",
        keywords=tuple(str(topic) for topic in publication.topics.all()),
        version=""
        if not version or version.number == 1 or publication.is_first_original(version)
        else str(version.number),
        about=tuple(Subject(lab.title, site + (lab.url or "")) for lab in publication.live_labs),
        file=_file(version, site + version_file_url(publication, version.number)) if version and in_full else None,
        epub=_epub(version, site + current_epub_url(publication)) if version and in_full and version.has_text else None,
    )


def _abstract(publication: PublicationPage, version: FileVersion | None) -> str:
    """What the file holds; what is known of the original is not said of a sample."""
    if version and version.is_sample:
        return f"{samples.MARK}, nicht das Original. {version.sample_contents}".strip()
    return get_text_for_indexing(publication.abstract) or publication.teaser


def _contributor(person: Any) -> Agent:
    role: Role = "editor" if person.role == ContributorRole.EDITOR else "author"
    if person.kind == ContributorKind.BODY:
        return Agent(literal=person.name, role=role)
    return Agent(family=person.family_name, given=person.given_name, role=role)


def _institution(publication: PublicationPage, people: tuple[Agent, ...]) -> str:
    """Who stands behind a report: its publisher, else the first body named; nobody where neither is known."""
    return publication.publisher or next((person.literal for person in people if person.literal), "")


def _file(version: FileVersion, url: str) -> RecordFile:
    return RecordFile(
        url=url,
        size=version.public_size or 0,
        sha256=version.public_sha256,
        features=accessibility_features(version),
        summary=version.accessibility_label,
        readable_as_text=version.conforms is True and not any(map(version.inspection.get, _NO_TEXT)),
    )


def _epub(version: FileVersion, url: str) -> RecordFile:
    """The EPUB; size and checksum are known once it has been made."""
    made = version.epub
    return RecordFile(
        url=url, size=made.get("size", 0), sha256=made.get("sha256", ""), media_type="application/epub+zip"
    )


_NO_TEXT = ("scanned_pages", "unreadable_pages")
"""What an inspection names where pages hold no words that a machine could read out."""


def accessibility_features(version: FileVersion) -> tuple[str, ...]:
    """What was measured in the file, in the terms of the W3C vocabulary; ``none`` only where all was looked for."""
    found = version.inspection
    if not found:
        return ()
    has_all_alternatives = found.get("pictures") and not found.get("pictures_without_alt")
    features = {
        "taggedPDF": found.get("tagged"),
        "structuralNavigation": found.get("tagged") and version.conforms,
        "tableOfContents": version.outline,
        "alternativeText": has_all_alternatives,
    }
    return tuple(name for name, is_there in features.items() if is_there) or ("none",)


def record_of_entry(entry: LiteratureEntry) -> BibliographicRecord:
    """The record of a literature entry. Its address is the work's own; that of a review is only noted."""
    kind = LITERATURE_KINDS[entry.kind]
    # For a work of its own the pages are its extent (»272«), for a part they are its place (»145 ff.«).
    is_extent = kind in ("book", "report") and bool(_EXTENT.fullmatch(entry.pages))
    return BibliographicRecord(
        key=entry.slug,
        kind=kind,
        title=entry.title,
        contributors=tuple(
            Agent(person.family_name, person.given_name, person.body_name, _role(entry, person))
            for person in entry.authors.all()
        ),
        issued=fuzzy(entry.date),
        publisher=entry.publisher,
        publisher_place=entry.place,
        institution=entry.publisher if kind == "report" else "",
        isbn=entry.isbn,
        issn=entry.issn,
        doi=entry.doi,
        urn=entry.urn,
        url="" if entry.leads_to_review else entry.url,
        pages="" if is_extent else entry.pages,
        extent=entry.pages if is_extent else "",
        note=f"{entry.note} {REVIEW}{entry.url}".strip() if entry.leads_to_review and entry.url else entry.note,
        container=entry.container,
        volume=entry.volume,
        issue=entry.issue,
    )


def _role(entry: LiteratureEntry, person: Any) -> Role:
    return "editor" if entry.is_edited or person.is_editor else "author"
