"""Processes that a killed server left behind.

After a kill -9 of ``ogl_portal.server`` its web server and worker live on and keep the port. Each server therefore
gives its children a random mark in their environment, and writes it to a file that it keeps locked while it lives.
The next server ends the processes with the mark of a file that nobody holds, and no others.

Works where the system shows environments in /proc; elsewhere such processes have to be ended by hand.
"""

import fcntl
import os
import secrets
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

VARIABLE = "OGL_SERVER_MARK"
PATIENCE = 5.0  # seconds


@contextmanager
def marked(data_dir: Path, port: int) -> Iterator[str]:
    """A mark for the children of this server, kept on file while the block runs."""
    mark = secrets.token_hex(16)
    folder = data_dir / "running"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{port}-{os.getpid()}"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(mark)
        file.flush()
        yield mark
        path.unlink(missing_ok=True)


def clean_up(data_dir: Path) -> None:
    """End what servers of this data folder left behind that are dead themselves."""
    for path in sorted((data_dir / "running").glob("*")):
        with path.open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # that server is alive
            _end(file.read())
            path.unlink(missing_ok=True)


def _end(mark: str) -> None:
    """Ask the processes with the mark to end, then make them."""
    deadline = time.monotonic() + PATIENCE
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        while mark and (pids := _with_mark(mark)):
            for pid in pids:
                _send(pid, signal_number)
            if signal_number == signal.SIGTERM and time.monotonic() > deadline:
                break
            time.sleep(0.1)


def _send(pid: int, signal_number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal_number)


def _with_mark(mark: str) -> list[int]:
    wanted = f"{VARIABLE}={mark}".encode()
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted in environ.read_bytes().split(b"\0"):
                found.append(int(environ.parent.name))
        except OSError:  # gone meanwhile, or of another account
            continue
    return found
