"""The EPUB of a file version: made when its text has been read or its entry is published, kept beside the PDF.

It is stored, since its size is told beside the link and a long document takes seconds. What it was made of is kept
with it (``FileVersion.epub``), so that one which says something else than the entry is made anew: by a task, or at the
latest when somebody asks for it.
"""

import datetime
import hashlib
import io
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet
from PIL import Image

from ogl_portal.core.fields import fuzzy
from publications.citation.german import as_html
from publications.citation.record import BibliographicRecord
from publications.citation.sources import record_of_publication
from publications.epub.book import Book, OutlineEntry, Picture, SourcePage
from publications.epub.package import RECIPE, write
from publications.models import FileState, FileVersion
from publications.reading_blocks import blocks_by_page

JPEG_QUALITY = 85


def open_epub(version: FileVersion) -> IO[bytes]:
    """The EPUB of a version that has text, made first where there is none or it is outdated; ``version.epub`` tells
    its size and checksum afterwards."""
    if version.epub.get("made_of") == made_of(version):
        with suppress(FileNotFoundError):
            return storages["private"].open(version.epub["path"], "rb")
        # Made anew since the version was read.
        version.refresh_from_db(fields=["epub"])
    if version.epub.get("made_of") != made_of(version) or not storages["private"].exists(version.epub["path"]):
        make_epub(version)
    return storages["private"].open(version.epub["path"], "rb")


def make_epub(version: FileVersion) -> None:
    """Write the book and keep it; the one before goes once that is certain."""
    data, old = write(book_of(version)), version.epub.get("path", "")
    digest = hashlib.sha256(data).hexdigest()
    path = str(Path(str(version.public_file)).parent / f"{version.publication.slug}-{digest[:12]}.epub")
    if path != old or not storages["private"].exists(path):
        storages["private"].delete(path)  # what a killed run left
        path = storages["private"].save(path, ContentFile(data))
    version.epub = {"made_of": made_of(version), "path": path, "size": len(data), "sha256": digest}
    FileVersion.objects.filter(pk=version.pk).update(epub=version.epub)
    if old and old != path:
        transaction.on_commit(lambda: storages["private"].delete(old))


def outdated(versions: Iterable[FileVersion]) -> list[FileVersion]:
    """Those whose EPUB is missing or was made of something else."""
    return [version for version in versions if version.epub.get("made_of") != made_of(version)]


def with_epub() -> QuerySet[FileVersion]:
    """Versions that may have one: ready, with text that could be read, the newest of each publication."""
    ready = FileVersion.objects.filter(state=FileState.READY, text_characters__gt=0).exclude(public_file="")
    newest = ready.order_by("publication", "-number").distinct("publication").values("pk")
    return FileVersion.objects.filter(pk__in=newest).select_related("publication")


def made_of(version: FileVersion) -> str:
    """A fingerprint of all that the book is made of, without reading the text."""
    parts = (
        *(RECIPE, version.pk, version.number, version.reading_recipe, version.text_characters),
        *(version.processed_at, version.reading_approved_at, version.page_count),
        *(_record(version), version.publication.get_licence_display()),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _record(version: FileVersion) -> BibliographicRecord:
    """The record without its files: their bytes are not in the book."""
    return replace(record_of_publication(version.publication), file=None, epub=None)


def book_of(version: FileVersion) -> Book:
    """All that the EPUB of a version is made of; one query for the text."""
    publication, record = version.publication, _record(version)
    date = fuzzy(publication.date)
    return Book(
        record=record,
        identifier=f"urn:uuid:{publication.translation_key}",
        modified=_modified(version, record.modified),
        date_text=str(date) if date else "",
        licence_name=publication.get_licence_display() if publication.licence else "",
        pages=[SourcePage(place, blocks) for place, blocks in blocks_by_page(version)],
        pictures={item["name"]: _picture(item) for item in version.pictures},
        cover=_cover(version),
        outline=[
            OutlineEntry(entry["title"], entry["level"], entry["page"])
            for entry in version.outline
            if entry.get("page")
        ],
        citation_html=as_html(record),
        notice=_notice(version),
        is_tagged=version.inspection.get("tagged", False),
        lacks_text=any(map(version.inspection.get, ("scanned_pages", "unreadable_pages"))),
    )


def _modified(version: FileVersion, changed: str) -> str:
    times = [datetime.datetime.fromisoformat(changed)] if changed else []
    times += [time for time in (version.processed_at, version.reading_approved_at) if time]
    return max(times, default=version.created_at).astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _notice(version: FileVersion) -> str:
    source = f"Der Text stammt aus Version {version.number} des PDF."
    if version.reading_approved_at:
        return f"{source} Er wurde durchgesehen. Maßgeblich ist das PDF."
    return f"{source} Er wurde automatisch daraus gewonnen und ist ungeprüft. Maßgeblich ist das PDF."


def _cover(version: FileVersion) -> Picture | None:
    """The largest picture of the first page; JPEG, as every e-reader shows it."""
    found = max(
        (cover for cover in version.covers if cover["kind"] == "jpg"), key=lambda cover: cover["width"], default=None
    )
    if found is None:
        return None
    with storages["private"].open(found["path"], "rb") as file:
        return Picture(file.read(), "image/jpeg", found["width"], found["height"])


def _picture(stored: dict[str, Any]) -> Picture:
    """A figure as PNG or JPEG, whichever is smaller: EPUB 3.3 knows WebP, many e-readers do not."""
    with storages["private"].open(stored["path"], "rb") as file, Image.open(file) as image:
        opaque = image.convert("RGB")
    png, jpeg = io.BytesIO(), io.BytesIO()
    opaque.save(png, "PNG")
    opaque.save(jpeg, "JPEG", quality=JPEG_QUALITY)
    data, kind = min(((png.getvalue(), "image/png"), (jpeg.getvalue(), "image/jpeg")), key=lambda made: len(made[0]))
    return Picture(data, kind, stored["width"], stored["height"])
