"""Which files of a publication are public, and where they are."""

from typing import TYPE_CHECKING

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Prefetch

from ogl_portal.core.changes import Change
from publications.models.file import FileState, FileVersion

if TYPE_CHECKING:
    from publications.models.publication import PublicationPage

_PREFETCHED = "ready_versions"


def prefetch_current_version() -> Prefetch:
    """For list queries: the ready versions of each publication, newest first, without their bulky texts."""
    ready = FileVersion.objects.filter(state=FileState.READY).defer("inspection", "outline").order_by("-number")
    return Prefetch("versions", ready, to_attr=_PREFETCHED)


def current_version(publication: "PublicationPage") -> FileVersion | None:
    """The newest version that has passed the pipeline and was not withdrawn."""
    if not hasattr(publication, _PREFETCHED):
        # All versions: the landing page shows the others too, and ``.all()`` takes a plain prefetch where there is one.
        ready = [version for version in publication.versions.all() if version.state == FileState.READY]
        setattr(publication, _PREFETCHED, sorted(ready, key=lambda version: -version.number))
    versions: list[FileVersion] = getattr(publication, _PREFETCHED)
    return versions[0] if versions else None


def public_versions(publication: "PublicationPage") -> list[FileVersion]:
    """All versions that can be had, newest first."""
    current_version(publication)
    versions: list[FileVersion] = getattr(publication, _PREFETCHED)
    return versions


def withdrawn_versions(publication: "PublicationPage") -> list[FileVersion]:
    """Versions that were taken back, newest first; the landing page says since when and why."""
    taken_back = [version for version in publication.versions.all() if version.state == FileState.WITHDRAWN]
    return sorted(taken_back, key=lambda version: -version.number)


def restored_versions(publication: "PublicationPage") -> list[FileVersion]:
    """Public versions that were away for a time, newest first."""
    return [version for version in public_versions(publication) if version.restored_at]


def file_changes(publication: "PublicationPage") -> list[Change]:
    """What became of the files in public, for the change log: versions that appeared, and those taken back.

    A version that was taken back is told with its reason; that it had once appeared is part of that. One that can be
    had again is told with all three.
    """
    changes = [
        Change(version.processed_at, f"PDF, Version {version.number}", version.change_note)
        for version in public_versions(publication)
        if version.processed_at
    ]
    for version in [*withdrawn_versions(publication), *restored_versions(publication)]:
        name = f"PDF, Version {version.number}"
        if version.withdrawn_at:
            changes.append(Change(version.withdrawn_at, f"{name} zurückgezogen", version.withdrawn_reason))
        if version.restored_at:
            changes.append(Change(version.restored_at, f"{name} wieder abrufbar", version.restored_reason))
    return changes


def delete_stored_files(publications: list[int]) -> None:
    """Delete the files of these publications (by key) from storage, once the transaction has ended well."""
    names: set[str] = set()
    for version in FileVersion.objects.filter(publication_id__in=publications):
        pictures = [*version.covers, *version.pictures]
        names |= {version.original.name or "", version.public_file.name or "", *(item["path"] for item in pictures)}

    def delete() -> None:
        for name in sorted(names - {""}):
            storages["private"].delete(name)

    transaction.on_commit(delete)
