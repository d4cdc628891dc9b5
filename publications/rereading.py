"""Read the text of files anew that were taken before text was read as it is today (``reading.RECIPE``).

A version stays public meanwhile, under the same address. Each one is a transaction of its own, so work that is cut off
goes on where it stopped. The bytes of the public file stay as well, unless it names who marked what is to be blackened.
"""

import datetime
import logging
import tempfile
from dataclasses import asdict
from pathlib import Path

from django.db import transaction

from publications.findings import hidden_data, needs_decision
from publications.models import FileState, FileVersion
from publications.pdf import opening
from publications.pdf.clean import CleanedPDF, clean, has_redaction_notes
from publications.pdf.hidden import NOTHING
from publications.pdf.pipeline import ReadAgain, read_again
from publications.pdf.process import Sandbox, StageFailed
from publications.pdf.reading import RECIPE
from publications.pipeline import save_pictures, store_text
from publications.public_records import THROUGH, copied, record_of, replace_public_file
from publications.signals import version_changed

logger = logging.getLogger(__name__)


def read_anew(_today: datetime.date | None = None) -> int:
    """Read every version anew that was read by an older recipe, public ones first; how many they were."""
    outdated = FileVersion.objects.filter(state__in=THROUGH, reading_recipe__lt=RECIPE).exclude(public_file="")
    keys = outdated.order_by("-publication__live", "-number", "pk").values_list("pk", flat=True)
    return sum(_read_one(key) for key in list(keys))


def _read_one(key: int) -> bool:
    version = FileVersion.objects.select_related("publication").get(pk=key)
    try:
        with tempfile.TemporaryDirectory(prefix="ogl-pdf-") as folder:
            public = copied(version.public_file, Path(folder) / "public.pdf")
            with Sandbox(writes=[Path(folder)]) as sandbox:
                cleaned = _clean_anew(version, public, sandbox)
                result = read_again(sandbox, public)
            return _store(version, result, public, cleaned)
    except (OSError, ValueError, StageFailed, opening.CannotOpen):
        logger.exception("File version %s could not be read anew and will be tried again", key)
        FileVersion.objects.filter(pk=key).update(hidden_text=hidden_data(NOTHING, failed=True))
        return False


def _clean_anew(version: FileVersion, public: Path, sandbox: Sandbox) -> CleanedPDF | None:
    """Write the public file anew if it tells who marked what is to be blackened; None if it is right as it is."""
    if not sandbox.call(has_redaction_notes, public):
        return None
    original = copied(version.original, public.with_name("original.pdf"))
    cleaned: CleanedPDF = sandbox.call(clean, original, public, record=record_of(version))
    return None if cleaned.signed else cleaned


def _store(version: FileVersion, result: ReadAgain, public: Path, cleaned: CleanedPDF | None) -> bool:
    """Put the new text in the place of the old; False if the version was changed meanwhile."""
    with transaction.atomic():
        now = FileVersion.objects.select_for_update().filter(pk=version.pk, state__in=THROUGH).first()
        if now is None or now.reading_recipe >= RECIPE or now.public_file.name != version.public_file.name:
            return False
        now.publication = version.publication
        if cleaned is not None:
            replace_public_file(now, public, cleaned, record_of(version))
        if now.hidden_text.get("failed"):
            # Whoever decided could not know what is found now.
            now.hidden_accepted_at = now.hidden_accepted_by = None
        now.hidden_text = hidden_data(result.hidden)
        now.inspection |= {
            "scanned_pages": result.legibility.scanned,
            "unreadable_pages": [asdict(page) for page in result.legibility.unreadable],
            "first_page_text": result.legibility.first_page_text,
        }
        now.pictures = save_pictures(now, result.pictures)
        store_text(now, result.pages, result.reading)
        if now.state == FileState.HELD and not needs_decision(now):
            now.state = FileState.READY
        now.save()
        transaction.on_commit(lambda: version_changed.send(FileVersion, publication=now.publication))
    return True
