"""Which files of a publication are public, and where they are."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Prefetch, QuerySet

from ogl_portal.core.changes import Change, changes_of_files
from ogl_portal.core.related import fetch_related
from publications.models import FileState, FileVersion, PublicationPage

_NOT_IN_LISTS = (
    *("inspection", "outline", "recorded", "summary", "hidden_text", "hidden_accepted_at", "hidden_accepted_by"),
    *("reading_recipe", "reading_approved_at", "reading_approved_by", "pictures", "stage", "progress", "error"),
    *("attempts", "scan_state", "original", "original_name", "original_sha256", "created_at", "created_by"),
)


def prefetch_ready_versions() -> Prefetch:
    """For list queries: the ready versions of each publication, newest first, without what only staff and their own
    page ask for."""
    return Prefetch("versions", _ready(FileVersion.objects.all()), to_attr="ready_versions")


def fetch_ready_versions(publications: Sequence[PublicationPage]) -> None:
    """The same for publications that are here already; one query."""
    fetch_related(publications, "versions", narrow=_ready, to_attr="ready_versions")


def _ready(versions: QuerySet[FileVersion]) -> QuerySet[FileVersion]:
    return versions.filter(state=FileState.READY).defer(*_NOT_IN_LISTS).order_by("-number")


def withdrawn_versions(publication: PublicationPage) -> list[FileVersion]:
    """Versions that were taken back, newest first; the landing page says since when and why."""
    return [version for version in publication.known_versions if version.is_withdrawn]


def restored_versions(publication: PublicationPage) -> list[FileVersion]:
    """Public versions that were away for a time, newest first."""
    return [version for version in publication.ready_versions if version.restored_at]


def samples_among(publications: Iterable[int]) -> set[int]:
    """Those of these publications (by key) whose current file is a sample; one query."""
    ready = FileVersion.objects.filter(publication__in=publications, state=FileState.READY)
    current = ready.order_by("publication_id", "-number").distinct("publication_id")
    return {publication for publication, is_sample in current.values_list("publication_id", "is_sample") if is_sample}


@changes_of_files.register
def file_changes(publication: PublicationPage) -> list[Change]:
    """What became of the files in public, for the change log: versions that appeared, and those taken back.

    A version that was taken back is told with its reason; that it had once appeared is part of that. One that can be
    had again is told with all three.
    """
    changes = [
        Change(version.processed_at, _name_in_changes(publication, version), version.change_note)
        for version in publication.ready_versions
        if version.processed_at
    ]
    for version in [*withdrawn_versions(publication), *restored_versions(publication)]:
        name = f"PDF, Version {version.number}"
        if version.withdrawn_at:
            changes.append(Change(version.withdrawn_at, f"{name} zurückgezogen", version.withdrawn_reason))
        if version.restored_at:
            changes.append(Change(version.restored_at, f"{name} wieder abrufbar", version.restored_reason))
    return changes


def _name_in_changes(publication: PublicationPage, version: FileVersion) -> str:
    if version.number > 1 and publication.is_first_original(version):
        return "PDF, Original"
    return f"PDF, Version {version.number}"


def delete_stored_files(publications: list[int]) -> None:
    """Delete the files of these publications (by key) from storage, once the transaction has ended well."""
    names: set[str] = set()
    for version in FileVersion.objects.filter(publication_id__in=publications):
        pictures = [*version.covers, *version.pictures]
        names |= {version.original.name or "", version.public_file.name or "", *(item["path"] for item in pictures)}
        names.add(version.epub.get("path", ""))
        names |= set(page_pictures(version))

    def delete() -> None:
        for name in sorted(names - {""}):
            storages["private"].delete(name)

    transaction.on_commit(delete)


PAGE_PICTURE = "ansicht-"


def page_picture_path(version: FileVersion, number: int) -> str:
    """Where the picture of a page is kept; bytes that are another file have others."""
    folder = Path(str(version.public_file)).parent
    return str(folder / f"{PAGE_PICTURE}{version.public_sha256[:16]}-{number}.webp")


def page_pictures(version: FileVersion) -> list[str]:
    """All pictures of pages that are kept for a version, and for those that its file was before."""
    folder = Path(version.public_file.name or "").parent
    try:
        kept = storages["private"].listdir(str(folder))[1] if version.public_file else []
    except FileNotFoundError:
        return []
    return [str(folder / name) for name in kept if name.startswith(PAGE_PICTURE)]


def current_file_url(publication: PublicationPage) -> str:
    """``/ergebnisse/<slug>/<slug>.pdf``: always the current version."""
    return f"{publication.get_url()}{publication.slug}.pdf"


def version_file_url(publication: PublicationPage, number: int) -> str:
    """``/ergebnisse/<slug>/<slug>-v<N>.pdf``: this version for good."""
    return f"{publication.get_url()}{publication.slug}-v{number}.pdf"


def current_epub_url(publication: PublicationPage) -> str:
    """``/ergebnisse/<slug>/<slug>.epub``: always that of the current version."""
    return f"{publication.get_url()}{publication.slug}.epub"
