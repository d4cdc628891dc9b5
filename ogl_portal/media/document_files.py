"""How files among the documents are cleaned, one cleaner an ending. Apps that know a format register theirs.

``media`` brings the formats of Office and LibreOffice; ``publications`` brings PDF, which its pipeline cleans anyway.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

from django.core.files.base import File

from ogl_portal.media import malware
from ogl_portal.uploads import kinds, office
from ogl_portal.uploads.patience import Patience, TakesLong

Clean = Callable[[IO[bytes], IO[bytes], str, Patience | None], dict[str, Any]]
"""From source to target, with the title of the document; gives what readers do not see, as ``office.Told.as_json``.

Raises ``uploads.refusals.Refused``, and ``TakesLong`` where there is a patience that it outlasts."""

AT_ONCE = 20_000_000
"""Bytes of an office document, unpacked, that are gone through while somebody waits."""


@dataclass(frozen=True)
class Cleaner:
    """``recipe`` is raised when more is taken out or told; what is stored is then cleaned again."""

    clean: Clean
    recipe: int


class CleanFile(File):
    """A file that has been cleaned. ``told``: what its readers do not see; ``recipe``: by which it was cleaned."""

    def __init__(self, file: IO[bytes], name: str, told: dict[str, Any], recipe: int) -> None:
        super().__init__(file, name=name)
        self.told, self.recipe = told, recipe


_cleaners: dict[str, Cleaner] = {}


def register(ending: str, clean: Clean, *, recipe: int) -> None:
    _cleaners[ending] = Cleaner(clean, recipe)


def registered() -> dict[str, Cleaner]:
    """Cleaners by ending."""
    return dict(_cleaners)


def cleaned(file: File, name: str, title: str, patience: Patience | None = None) -> CleanFile | None:
    """The clean form of ``file``; None for formats that nobody has registered.

    Raises ``uploads.refusals.Refused`` where it is not what its name says, the virus scanner has something against it,
    or it cannot be cleaned; ``TakesLong`` where that takes longer than ``patience`` lasts.
    """
    ending = name.rpartition(".")[2].lower()
    kinds.check(file, ending)
    malware.check_public(file)
    cleaner = _cleaners.get(ending)
    if cleaner is None:
        return None
    file.seek(0)
    target = tempfile.TemporaryFile()  # noqa: SIM115  closed with the file that it becomes
    try:
        told = cleaner.clean(file, target, title, patience)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    clean = CleanFile(target, name, told, cleaner.recipe)
    malware.mark_scanned(clean)
    return clean


def register_office() -> None:
    for ending in office.ENDINGS:
        register(ending, partial(_office, ending), recipe=office.RECIPE)


def _office(ending: str, source: IO[bytes], target: IO[bytes], title: str, patience: Patience | None) -> dict[str, Any]:
    if patience is not None and office.unpacked_size(source) > AT_ONCE:
        raise TakesLong
    return office.cleaned(source, target, ending).as_json()
