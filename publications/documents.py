"""PDF files among the general documents are cleaned as results are: in a child process, by the same recipe. Text that
nobody sees on the pages is told, by kind and page, and so is a signature that does not hold."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from ogl_portal.media import document_files
from ogl_portal.uploads.office import Told
from ogl_portal.uploads.patience import Patience, TakesLong
from ogl_portal.uploads.refusals import Refused
from publications.pdf import accept, clean, hidden, opening, summary_de
from publications.pdf.process import SHORTEST_CALL, TIME_LIMIT, Sandbox, StageFailed

NAME = "datei.pdf"
TOLD = 3
"""Version of what is told. Raise it when more is: what is stored is then looked at again."""
RECIPE = clean.RECIPE + TOLD
_SIGNED_ACTIVE = (
    f"{summary_de.KEPT_ACTIVE} Es wurde nichts gespeichert. Bitte laden Sie die Datei ohne Signatur hoch, dann "
    "entfernt das Portal diese Inhalte, oder entfernen Sie sie im ursprünglichen Dokument und signieren Sie es neu."
)
"""A file is public as soon as it is stored, so nobody could decide about it as about a result."""
SECONDS = 10.0
"""Of looking for hidden text: what has not been looked at by then is told as such."""


def register() -> None:
    document_files.register("pdf", _clean, recipe=RECIPE)


def _clean(source: IO[bytes], target: IO[bytes], title: str, patience: Patience | None) -> dict[str, Any]:
    """Raises Refused where the file is not taken, or cannot be cleaned within the limits of the child process."""

    def call(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        seconds = TIME_LIMIT if patience is None else min(TIME_LIMIT, patience.left)
        if seconds < SHORTEST_CALL:
            raise TakesLong
        try:
            return sandbox.call(function, *arguments, seconds=seconds, **options)
        except StageFailed as failed:
            if failed.code == "timeout" and patience is not None and not patience.left:
                raise TakesLong from failed
            raise

    with tempfile.TemporaryDirectory() as folder, Sandbox(writes=[Path(folder)]) as sandbox:
        before, after = Path(folder, NAME), Path(folder, "clean.pdf")
        with before.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        try:
            call(accept.accept, before, filename=NAME, max_bytes=settings.OGL_PDF_MAX_BYTES)
            result = call(clean.clean, before, after, record=clean.PublicRecord(title=title, language=""))
        except accept.RefusedPDF as refused:
            raise _refused(refused) from refused
        except (opening.CannotOpen, StageFailed, clean.UncleanError) as error:
            code = error.code if isinstance(error, opening.CannotOpen) else "too_complex"
            raise _refused(accept.refusal(code, filename=NAME)) from error
        if result.kept_active:
            raise Refused("signed_active", _SIGNED_ACTIVE)
        with after.open("rb") as cleaned:
            shutil.copyfileobj(cleaned, target)
        return _told(call, after, summary_de.SIGNATURE_CLAUSES.get(result.signature, ""))


def _told(call: Callable[..., Any], path: Path, signature: str) -> dict[str, Any]:
    """Text that is in the file and not seen on its pages, whatever the reason; and what could not be looked at."""
    told = Told(signature=signature)
    try:
        unseen: hidden.Hidden = call(hidden.find, path, time_limit=SECONDS)
    except (opening.CannotOpen, StageFailed):
        told.unseen = [summary_de.UNCHECKED]
    else:
        told.unseen = summary_de.hidden_clauses(unseen)
    return told.as_json()


def _refused(refused: accept.RefusedPDF) -> Refused:
    """The same sentence, without the name of our copy."""
    message = refused.message_de.replace(f"Die Datei »{NAME}«", "Die Datei")
    return Refused(refused.code, message.replace(accept.SAFE, "Es wurde nichts gespeichert."))
