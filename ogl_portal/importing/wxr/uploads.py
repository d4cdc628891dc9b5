"""Where the files of an export come from: a folder, a zip archive, or the old site itself."""

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile

from ogl_portal.german.formats import file_size
from ogl_portal.importing.wxr.addresses import composed, unedited

CHUNK = 1024 * 256
_IS_UTF8 = 0x800  # bit 11 of the flags: the name is UTF-8 (APPNOTE 4.4.4)
_ROOT = re.compile(r"^(?:.*/)?(?:wp-content/)?uploads/", re.IGNORECASE)
_DATED = re.compile(r"^.*?/(?=\d{4}/\d{2}/[^/]+$)")  # the export of WordPress.com's media has a folder of its own


class Uploads(Protocol):
    """A place that has files. ``path`` is that below the folder of uploads, ``address`` that on the old site."""

    def open(self, path: str, address: str) -> IO[bytes] | None: ...


class FolderUploads:
    """WordPress's folder »uploads«, or one that it lies in. Nothing outside of it is ever opened."""

    def __init__(self, folder: Path) -> None:
        roots = (folder, folder / "uploads", folder / "wp-content" / "uploads")
        self.roots = [root.resolve() for root in roots if root.is_dir()]

    def open(self, path: str, address: str) -> IO[bytes] | None:
        for root in self.roots:
            for name in (form for spelling in _spellings(path) for form in _forms(spelling)):
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
        self.names: dict[str, zipfile.ZipInfo] = {}
        for info in self.archive.infolist():
            if not info.is_dir():
                name = composed(_ROOT.sub("", _file_name(info)))
                self.names.setdefault(name, info)
                self.names.setdefault(_DATED.sub("", name), info)

    def open(self, path: str, address: str) -> IO[bytes] | None:
        for name in _spellings(path):
            if info := self.names.get(name):
                try:
                    return self.archive.open(info)
                except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):  # damaged or encrypted
                    return None
        return None


class FirstOf:
    """Several places, or none, asked one after the other."""

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
                    limit = file_size(settings.OGL_IMPORT_MAX_FILE_BYTES)
                    raise ValidationError(f"Die Datei ist größer als {limit}.")
                copy.write(piece)
        except (OSError, zipfile.BadZipFile, EOFError, ValueError) as error:
            raise ValidationError("Die Datei ist beschädigt und lässt sich nicht zu Ende lesen.") from error
        copy.size = size
        copy.seek(0)
        yield copy
    finally:
        file.close()
        copy.close()


def _file_name(info: zipfile.ZipInfo) -> str:
    """The name of a file in an archive; many programs write UTF-8 without saying so."""
    if info.flag_bits & _IS_UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _forms(name: str) -> list[str]:
    """A name as the disk may have it: with composed and with decomposed characters."""
    return list(dict.fromkeys((name, unicodedata.normalize("NFD", name))))


def _spellings(path: str) -> list[str]:
    """The path itself and that of the original, composed, in a form that cannot climb out of a folder."""
    parts = [part for part in PurePosixPath(path).parts if part not in ("/", "..", ".")]
    name = composed("/".join(parts))
    return [spelling for spelling in dict.fromkeys((name, unedited(name))) if spelling]
