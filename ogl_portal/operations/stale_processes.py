"""Processes that a killed server left behind.

After a kill -9 of the server (``operations.server``) its web server and worker live on and keep the port. Each one
therefore runs with a random mark in its environment, which its children inherit, and keeps the mark in a file that is
locked while it lives. The next server ends the processes with the mark of a file that nobody holds, and no others.

Works where the system shows environments in /proc; elsewhere such processes have to be ended by hand.
"""

import fcntl
import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

VARIABLE = "OGL_SERVER_MARK"
PATIENCE = 5.0  # seconds


def mark_this_process() -> None:
    """Start this program anew, in the same process, with a mark: /proc shows the environment of the start only."""
    if VARIABLE not in os.environ:
        os.environ[VARIABLE] = secrets.token_hex(16)
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606  no shell is wanted


@contextmanager
def on_file(data_dir: Path, port: int) -> Iterator[None]:
    """Keep the mark of this process on file while the block runs."""
    folder = data_dir / "running"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{port}-{os.getpid()}"
    with path.open("w") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)  # unlike flock, not shared with the children
        file.write(os.environ.get(VARIABLE, ""))
        file.flush()
        yield
        path.unlink(missing_ok=True)


def clean_up(data_dir: Path) -> None:
    """End what servers of this data folder left behind that are dead themselves."""
    for path in sorted((data_dir / "running").glob("*")):
        with path.open("r+") as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
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
