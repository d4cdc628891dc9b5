"""Where the files of an export come from: a folder, a zip archive, or the old site itself."""

import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile

from ogl_portal.importing.wxr.addresses import without_size

CHUNK = 1024 * 256
_ROOT = re.compile(r"^(?:.*/)?(?:wp-content/)?uploads/", re.IGNORECASE)


class Uploads(Protocol):
    """A place that has files. ``path`` is that below the folder of uploads, ``address`` that on the old site."""

    def open(self, path: str, address: str) -> IO[bytes] | None: ...


class NoUploads:
    def open(self, path: str, address: str) -> IO[bytes] | None:
        return None


class FolderUploads:
    """WordPress's folder »uploads«, or one that it lies in. Nothing outside of it is ever opened."""

    def __init__(self, folder: Path) -> None:
        roots = (folder, folder / "uploads", folder / "wp-content" / "uploads")
        self.roots = [root.resolve() for root in roots if root.is_dir()]

    def open(self, path: str, address: str) -> IO[bytes] | None:
        for root in self.roots:
            for name in _spellings(path):
                found = (root / name).resolve()
                if found.is_relative_to(root) and found.is_file():
                    return found.open("rb")
        return None


class ZipUploads:
    """The same folder as a zip archive. Raises ValidationError when the archive cannot be read."""

    def __init__(self, file: IO[bytes] | Path) -> None:
        try:
            self.archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError) as error:
            raise ValidationError(
                "Das Archiv mit den Dateien ist kein lesbares Zip-Archiv. Es wurde nichts übernommen. Bitte packen Sie "
                "den Ordner »uploads« noch einmal."
            ) from error
        self.names = {_ROOT.sub("", info.filename): info for info in self.archive.infolist() if not info.is_dir()}

    def open(self, path: str, address: str) -> IO[bytes] | None:
        for name in _spellings(path):
            if info := self.names.get(name):
                try:
                    return self.archive.open(info)
                except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):  # damaged or encrypted
                    return None
        return None


class FirstOf:
    """Several places, asked one after the other."""

    def __init__(self, *places: Uploads) -> None:
        self.places = places

    def open(self, path: str, address: str) -> IO[bytes] | None:
        return next((file for place in self.places if (file := place.open(path, address))), None)


@contextmanager
def copied(file: IO[bytes], name: str) -> Iterator[TemporaryUploadedFile]:
    """A file as if somebody had uploaded it. What is too large, or cannot be read to its end, is refused.

    Raises:
        ValidationError: in German.
    """
    copy = TemporaryUploadedFile(name, "", 0, None)
    size = 0
    try:
        try:
            while piece := file.read(CHUNK):
                size += len(piece)
                if size > settings.OGL_IMPORT_MAX_FILE_BYTES:
                    limit = settings.OGL_IMPORT_MAX_FILE_BYTES // 1024**2
                    raise ValidationError(f"Die Datei ist größer als {limit} MB.")
                copy.write(piece)
        except (OSError, zipfile.BadZipFile, EOFError, ValueError) as error:
            raise ValidationError("Die Datei ist beschädigt und lässt sich nicht zu Ende lesen.") from error
        copy.size = size
        copy.seek(0)
        yield copy
    finally:
        file.close()
        copy.close()


def spooled(limit: int = 1024 * 1024) -> IO[bytes]:
    """A temporary file that lives in memory while it is small."""
    return tempfile.SpooledTemporaryFile(max_size=limit)


def _spellings(path: str) -> list[str]:
    """The path itself and that of the original, in a form that cannot climb out of a folder."""
    parts = [part for part in PurePosixPath(path).parts if part not in ("/", "..", ".")]
    name = "/".join(parts)
    return [spelling for spelling in dict.fromkeys((name, without_size(name))) if spelling]
