"""All results of a lab or a topic in one file: PDFs, EPUBs, a table of contents and the citations, as a ZIP.

It is made for each request in a file without a name, of which nothing stays: documents change, and a copy of them for
every topic would be many. What is asked for again is answered by the ETag, which is known without making it.
"""

import datetime
import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from django.template.loader import render_to_string
from django.utils import timezone

from ogl_portal.workplace.spreadsheets import csv_lines, plain_rows
from publications import samples
from publications.citation.formats import BY_EXTENSION
from publications.citation.record import BibliographicRecord
from publications.citation.sources import record_of_publication
from publications.epub.files import made_of, open_epub
from publications.models import FileVersion, PublicationPage

RECIPE = 2
MOST_BYTES = 200_000_000
"""Bytes of documents in one file; older ones are left out, and the table of contents says where they are."""
_CITATIONS = ("bib", "ris")
_HEADINGS = ("Titel", "Von", "Erschienen", "Art", "Seiten", "Lizenz", "PDF", "EPUB", "Adresse", "Hinweis")


@dataclass(frozen=True)
class BundleEntry:
    """A document of the bundle; ``pdf`` and ``epub`` are their places in it, empty where it holds none."""

    publication: PublicationPage
    version: FileVersion
    pdf: str
    epub: str

    @property
    def is_inside(self) -> bool:
        return bool(self.pdf)


@dataclass(frozen=True)
class Bundle:
    """What a bundle holds, and about how large it is; ``without_file`` of its list have none here."""

    entries: list[BundleEntry]
    size: int
    without_file: int = 0

    @property
    def count(self) -> int:
        return sum(entry.is_inside for entry in self.entries)


def bundle_of(publications: Iterable[PublicationPage]) -> Bundle:
    """The bundle of those that have a file, in their order. No query where their versions are at hand."""
    entries, size, without_file = [], 0, 0
    for publication in publications:
        version = publication.current_version
        if version is None:
            without_file += 1
            continue
        total = size + (version.public_size or 0) + version.epub.get("size", 0)
        fits = total <= MOST_BYTES
        size = total if fits else size
        name = publication.slug if fits else ""
        epub = f"epub/{name}.epub" if name and version.has_text else ""
        entries.append(BundleEntry(publication, version, f"pdf/{name}.pdf" if name else "", epub))
    return Bundle(entries, size, without_file)


def etag(bundle: Bundle, title: str) -> str:
    """Changes with everything that the file holds."""
    parts = [
        (
            entry.pdf,
            entry.version.public_sha256,
            entry.version.created_at,
            made_of(entry.version) if entry.epub else "",
            _row(entry),
        )
        for entry in bundle.entries
    ]
    return f'"{hashlib.sha256(repr((RECIPE, title, parts)).encode()).hexdigest()}"'


def write(bundle: Bundle, title: str, url: str) -> IO[bytes]:
    """The ZIP, to be read from its start; same documents, same bytes. Closing it deletes it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed with the answer
    with zipfile.ZipFile(file, "w") as archive:
        latest = max(entry.version.created_at for entry in bundle.entries)
        for name, text in _lists(bundle, title, url):
            archive.writestr(_member(name, latest, zipfile.ZIP_DEFLATED), text)
        for entry in bundle.entries:
            uploaded = entry.version.created_at
            if entry.pdf:
                _add(archive, entry.pdf, uploaded, entry.version.public_file.open("rb"))
            if entry.epub:
                _add(archive, entry.epub, uploaded, open_epub(entry.version))
    file.seek(0)
    return file


def _lists(bundle: Bundle, title: str, url: str) -> Iterable[tuple[str, str | bytes]]:
    yield (
        "inhalt.html",
        render_to_string(
            "publications/bundle.html",
            {"title": title, "url": url, "entries": [(e, _record(e)) for e in bundle.entries]},
        ),
    )
    yield "inhalt.csv", b"".join(csv_lines([_HEADINGS, *plain_rows(map(_row, bundle.entries))]))
    records = [_record(entry) for entry in bundle.entries]
    for extension in _CITATIONS:
        yield f"zitate.{extension}", BY_EXTENSION[extension].render(records)


def _record(entry: BundleEntry) -> BibliographicRecord:
    return record_of_publication(entry.publication)


def _row(entry: BundleEntry) -> list[str]:
    record = _record(entry)
    return [
        record.full_title,
        "; ".join(person.inverted for person in record.contributors),
        str(record.issued or ""),
        record.genre,
        record.extent,
        entry.publication.get_licence_display() if entry.publication.licence else "",
        *(entry.pdf or record.pdf_url, entry.epub, record.url),
        f"{samples.MARK}, nicht das Original" if entry.version.is_sample else "",
    ]


def _member(name: str, uploaded: datetime.datetime, method: int) -> zipfile.ZipInfo:
    """Dated by the upload and not by the request, so that the same documents make the same file."""
    member = zipfile.ZipInfo(name, timezone.localtime(uploaded).timetuple()[:6])
    member.compress_type, member.create_system, member.external_attr = method, 3, 0o644 << 16
    return member


def _add(archive: zipfile.ZipFile, name: str, uploaded: datetime.datetime, source: IO[bytes]) -> None:
    """A file as it is: PDFs and EPUBs are compressed already."""
    with source as file, archive.open(_member(name, uploaded, zipfile.ZIP_STORED), "w") as target:
        shutil.copyfileobj(file, target)
