"""A whole site in a folder, and back: the database, the media, the result documents, and a list of checksums.

::

    DIR/database.sql.gz   a plain dump (pg_dump) that any PostgreSQL of the same or a newer version reads
    DIR/media/  DIR/files/  what editors uploaded; result documents
    DIR/manifest.json     written last: the checksum (SHA-256) and size of every file, and where it comes from

The dump is taken before the files are copied, so whatever it names is there. The secret key is left out on purpose:
a backup is stored elsewhere, and a new key costs nothing but signing in again.
"""

import datetime
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from wagtail.models import Page

from ogl_portal.postgres import client_program

FORMAT = 1
DATABASE, MANIFEST = "database.sql.gz", "manifest.json"
# Lines of a dump: the schema that is made anew, and settings of a newer pg_dump that an older server does not know.
_LEFT_OUT = (b"CREATE SCHEMA public", b"SET transaction_timeout", b"SET lock_timeout", b"\\restrict", b"\\unrestrict")
Report = Callable[[str], None]


class BackupError(Exception):
    """What went wrong, what is safe, what to do; in German, for the operator."""


@dataclass(frozen=True)
class Manifest:
    """``files`` maps a path within the backup to its SHA-256."""

    made_at: str
    files: dict[str, str]
    folders: list[str]


def make(target: Path, report: Report) -> Manifest:
    """Back the site up into ``target``, which must not exist or be empty. All or nothing.

    Raises:
        BackupError: nothing is left behind.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupError(
            f"{target} gibt es schon und ist nicht leer. Es wurde nichts geändert. Bitte einen neuen Ordner angeben."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        report("Datenbank …")
        _dump(work / DATABASE)
        folders = _folders()
        for name, source in folders.items():
            report(f"Dateien: {name} …")
            if source.is_dir():
                shutil.copytree(source, work / name)
            else:
                (work / name).mkdir()
        manifest = Manifest(
            made_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            files={path: _checksum(work / path) for path in sorted(_paths(work))},
            folders=list(folders),
        )
        (work / MANIFEST).write_text(json.dumps({"format": FORMAT, **vars(manifest)}, indent=1, ensure_ascii=False))
        work.chmod(0o700)
        if target.exists():
            target.rmdir()
        work.rename(target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return manifest


def check(source: Path) -> Manifest:
    """Read a backup and compare every checksum.

    Raises:
        BackupError: it is not complete, or not as it was written.
    """
    try:
        data = json.loads((source / MANIFEST).read_text())
        if data.pop("format") != FORMAT:
            raise ValueError("format")
        manifest = Manifest(**data)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(
            f"{source} ist keine vollständige Sicherung: {MANIFEST} fehlt oder ist nicht lesbar. Es wurde nichts "
            "geändert. Bitte eine andere Sicherung angeben."
        ) from error
    for path, checksum in manifest.files.items():
        file = source / path
        if not file.is_file() or _checksum(file) != checksum:
            raise BackupError(
                f"Die Sicherung ist beschädigt: {path} fehlt oder wurde verändert. Es wurde nichts geändert. Bitte "
                "eine andere Sicherung angeben."
            )
    return manifest


def restore(source: Path, report: Report, *, replace: bool) -> Manifest:
    """Put a backup in place of the site. The database changes in one transaction; old files stay until it is done.

    Raises:
        BackupError: the site is as it was.
    """
    report("Sicherung prüfen …")
    manifest = check(source)
    if not replace and _has_content():
        raise BackupError(
            "Die Datenbank ist nicht leer. Es wurde nichts geändert. Wenn ihr Inhalt und alle Dateien durch die "
            "Sicherung ersetzt werden sollen, bitte mit »--replace« aufrufen."
        )
    folders = {name: place for name, place in _folders().items() if name in manifest.folders}
    with ExitStack() as cleanup:
        new: dict[str, Path] = {}
        for name, place in folders.items():
            report(f"Dateien: {name} …")
            place.parent.mkdir(parents=True, exist_ok=True)
            new[name] = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
            cleanup.callback(shutil.rmtree, new[name], ignore_errors=True)
            shutil.copytree(source / name, new[name], dirs_exist_ok=True)
        report("Datenbank …")
        _load(source / DATABASE)
        for name, place in folders.items():
            if place.exists():
                old = Path(tempfile.mkdtemp(prefix=f".{place.name}-old-", dir=place.parent))
                cleanup.callback(shutil.rmtree, old, ignore_errors=True)
                place.rename(old / place.name)
            new[name].chmod(0o755)
            new[name].rename(place)
    return manifest


def _folders() -> dict[str, Path]:
    """The folders of uploaded files by their names in a backup; files in another storage are that one's to back up."""
    folders = {"files": Path(settings.PRIVATE_MEDIA_ROOT)}
    if isinstance(default_storage, FileSystemStorage):
        folders["media"] = Path(settings.MEDIA_ROOT)
    return folders


def _has_content() -> bool:
    if "django_migrations" not in connection.introspection.table_names():
        return False
    return Page.objects.filter(depth__gt=1).not_exact_type(Page).exists()


def _dump(target: Path) -> None:
    """One consistent picture of the database; owners and rights are those of whoever restores it."""
    command = [_program("pg_dump"), "--no-owner", "--no-privileges", "--no-password"]
    with gzip.open(target, "wb", compresslevel=5) as out, tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, env=_environment()) as program:
            shutil.copyfileobj(cast(IO[bytes], program.stdout), out)
        if program.returncode:
            raise BackupError(
                f"Die Datenbank ließ sich nicht sichern: {_text(complaints)}\nDie Website ist unverändert. Bitte "
                "prüfen, ob die Datenbank erreichbar ist und pg_dump mindestens so neu ist wie sie."
            )


def _load(dump: Path) -> None:
    connection.close()
    command = [_program("psql"), "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"]
    command += ["--single-transaction", "--file=-", "--output=/dev/null"]
    with tempfile.TemporaryFile() as complaints:
        with (
            subprocess.Popen(command, stdin=subprocess.PIPE, stderr=complaints, env=_environment()) as program,
            suppress(BrokenPipeError),  # psql ends by itself when a statement fails
            cast(IO[bytes], program.stdin) as psql,
        ):
            # Whoever reads the site meanwhile holds the tables; waiting for them for ever helps nobody.
            psql.writelines([b"SET LOCAL lock_timeout = '20s';\n", b"DROP SCHEMA public CASCADE;\n"])
            psql.write(b"CREATE SCHEMA public;\n")
            psql.writelines(_statements(dump))
        if program.returncode:
            raise BackupError(
                f"Die Datenbank ließ sich nicht wiederherstellen: {_text(complaints)}\nDatenbank und Dateien sind wie "
                "vorher. Bitte die Meldung prüfen und noch einmal aufrufen."
            )


def _statements(dump: Path) -> Iterator[bytes]:
    """The lines of a dump without those left out; rows of data pass as they are."""
    is_data = False
    with gzip.open(dump, "rb") as lines:
        for line in lines:
            if is_data or not line.startswith(_LEFT_OUT):
                yield line
            is_data = line != b"\\.\n" if is_data else line.startswith(b"COPY ") and line.endswith(b"FROM stdin;\n")


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(2000).decode(errors="replace").strip()


def _program(name: str) -> str:
    found = client_program(name)
    if not found:
        raise BackupError(
            f"Das Programm {name} fehlt. Es wurde nichts geändert. Bitte die Client-Programme von PostgreSQL "
            "einrichten."
        )
    return found


def _environment() -> dict[str, str]:
    """How libpq finds the database; a password never stands on a command line, which everybody may read."""
    known: dict[str, Any] = connection.settings_dict
    wanted = {
        "PGDATABASE": known["NAME"],
        "PGUSER": known.get("USER"),
        "PGPASSWORD": known.get("PASSWORD"),
        "PGHOST": known.get("HOST"),
        "PGPORT": known.get("PORT"),
        "PGSSLMODE": known.get("OPTIONS", {}).get("sslmode"),
        "PGCLIENTENCODING": "UTF8",
    }
    return {**os.environ, **{name: str(value) for name, value in wanted.items() if value}}


def _paths(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
