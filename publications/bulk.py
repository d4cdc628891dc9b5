"""Several PDFs at once become several draft publications, prefilled with what the files say about themselves."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from ogl_portal.core.slugs import free_slug, slug_of
from ogl_portal.media.file_titles import title_from_name
from publications.enums import Language
from publications.models import FileVersion, PublicationIndexPage, PublicationPage
from publications.pdf.inspect import Inspection, inspect
from publications.pdf.process import Sandbox, StageFailed
from publications.pdf.titles import own_title
from publications.upload import add_version, on_disk

LONGEST_TITLE = 255


def title_from(inspection: Inspection | None, filename: str) -> str:
    """The document's own title, or its file name made readable."""
    title = own_title(inspection.title) if inspection else ""
    if not title:
        title = title_from_name(filename)
    return title[:LONGEST_TITLE] or "Ohne Titel"


def place_for_drafts(user: Any) -> PublicationIndexPage | None:
    """The page below which the person may make publications of uploads, if any."""
    index = PublicationIndexPage.objects.first()
    return index if index is not None and index.permissions_for_user(user).can_add_subpage() else None


def create_draft(index: PublicationIndexPage, file: UploadedFile, *, filename: str, user: Any) -> FileVersion:
    """A draft publication below ``index`` with ``file`` as its first version. The file has been accepted."""
    inspection = _inspect(file)
    title = title_from(inspection, filename)
    with transaction.atomic():
        publication = PublicationPage(
            title=title,
            slug=free_slug(index, slug_of(title, "dokument")),
            language=_language(inspection),
            date=inspection.date[:10] if inspection else "",
            live=False,
            owner=user,
        )
        index.add_child(instance=publication)
        publication.save_revision(user=user)
        return add_version(publication, file, filename=filename, user=user)


def _inspect(file: UploadedFile) -> Inspection | None:
    with on_disk(file) as path, Sandbox(reads=[path]) as sandbox:
        try:
            return sandbox.call(inspect, path)
        except StageFailed:
            return None  # the file was accepted; its facts will have to be typed


def _language(inspection: Inspection | None) -> str:
    language = (inspection.language if inspection else "").lower().split("-")[0]
    return language if language in Language.values else Language.DE
