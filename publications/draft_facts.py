"""What a PDF says about itself, for the draft that was made of it (``publications.bulk``)."""

from pathlib import Path
from typing import Any

from ogl_portal.core.slugs import free_slug, slug_of
from ogl_portal.media.file_titles import title_from_name
from publications.enums import Language
from publications.models import FileVersion, PublicationPage
from publications.pdf import opening
from publications.pdf.inspect import Inspection, inspect
from publications.pdf.process import Sandbox, StageFailed
from publications.pdf.titles import own_title

LONGEST_TITLE = 255


def title_from(inspection: Inspection | None, filename: str) -> str:
    """The document's own title, or its file name made readable."""
    title = own_title(inspection.title) if inspection else ""
    if not title:
        title = title_from_name(filename)
    return title[:LONGEST_TITLE] or "Ohne Titel"


def slug_for(title: str, index: Any) -> str:
    return free_slug(index, slug_of(title, "dokument"))


def fill_in(version: FileVersion, source: Path) -> None:
    """Put title, language and date of the file into its draft, unless somebody has worked on that meanwhile.

    Opening a file may take long, so this is the first step of the pipeline and none of the upload.
    """
    if not _is_untouched(version):
        return
    with Sandbox(reads=[source]) as sandbox:
        try:
            found: Inspection = sandbox.call(inspect, source)
        except (StageFailed, opening.CannotOpen):
            return  # the next steps tell what is wrong with it
    publication = version.publication
    title = title_from(found, version.original_name)
    if title != publication.title:
        publication.slug = slug_for(title, publication.get_parent())
    publication.title = publication.draft_title = title
    publication.language = _language(found)
    publication.date = found.date[:10]
    publication.save()
    publication.save_revision(user=version.created_by, log_action=False)


def _is_untouched(version: FileVersion) -> bool:
    """Whether the draft is as it was made, named after the file."""
    publication: PublicationPage = version.publication
    return (
        version.number == 1
        and not publication.live
        and publication.first_published_at is None
        and publication.title == title_from(None, version.original_name)
        and publication.revisions.count() == 1
    )


def _language(inspection: Inspection) -> str:
    language = inspection.language.lower().split("-")[0]
    return language if language in Language.values else Language.DE
