"""Several PDFs at once become drafts, named after their files until the pipeline has opened them."""

from typing import Any

from django.db import transaction

from publications.draft_facts import slug_for, title_from
from publications.enums import Language
from publications.models import FileVersion, PublicationIndexPage, PublicationPage
from publications.upload import add_version


def place_for_drafts(user: Any) -> PublicationIndexPage | None:
    """The page below which the person may make publications of uploads, if any."""
    index = PublicationIndexPage.objects.first()
    return index if index is not None and index.permissions_for_user(user).can_add_subpage() else None


def create_draft(index: PublicationIndexPage, file: Any, *, filename: str, user: Any) -> FileVersion:
    """A draft publication below ``index`` with ``file`` as its first version (``forms.PDFField`` has looked at it).

    What the file says about itself comes into the draft with the first step of the pipeline (``draft_facts``).
    """
    title = title_from(None, filename)
    with transaction.atomic():
        publication = PublicationPage(
            title=title, slug=slug_for(title, index), language=Language.DE, live=False, owner=user
        )
        index.add_child(instance=publication)
        publication.save_revision(user=user)
        return add_version(publication, file, filename=filename, user=user, accepted=file.accepted)
