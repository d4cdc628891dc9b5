"""The child process sees no file but its own, and reaches neither a network nor a socket nor another process.

Where the system cannot keep it from one of these, whoever runs the site is told so: that is tested in place of it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ogl_portal.operations.server import tell_of_the_machine
from publications import checks
from publications.pdf import confinement
from publications.pdf.confinement import FILES, KINDS, NETWORK, PROCESSES
from publications.pdf.process import Sandbox

TESTS = Path(__file__).parents[2]

# What a hostile file would do once it runs. Each is tried in the child, so they stand at module level.


def read(path: Path) -> str:
    return path.read_text()


def settings_of_parent() -> bytes:
    return Path(f"/proc/{os.getppid()}/environ").read_bytes()


def listed(path: Path) -> list[str]:
    return [entry.name for entry in path.iterdir()]


def written(path: Path) -> int:
    return path.write_text("x")


def linked(source: Path, target: Path) -> str:
    """By a name of its own in the one folder where it may write."""
    target.symlink_to(source)
    return target.read_text()


def told_to_socket(address: str) -> int:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(address)
        return connection.send(b"SELECT 1")


def called(host: str, port: int) -> int:
    with socket.create_connection((host, port), timeout=2) as connection:
        return connection.send(b"GET / HTTP/1.0")


def forked() -> int:
    if not (child := os.fork()):
        os._exit(0)
    return os.waitpid(child, 0)[0]


def program() -> bytes:
    return subprocess.check_output([sys.executable, "-c", "print(1)"])


def signalled(process: int) -> None:
    os.kill(process, signal.SIGCONT)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A data folder with a secret key and the socket of a database, beside the folder that a step works in."""
    (tmp_path / "data").mkdir()
    (tmp_path / "work").mkdir()
    (tmp_path / "data" / "secret-key").write_text("secret")
    return tmp_path


@pytest.fixture
def database_socket() -> Iterator[str]:
    # Not below tmp_path: the address of a socket has room for 108 bytes.
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/.s.PGSQL.5432")
        listener.listen()
        yield f"{folder}/.s.PGSQL.5432"


@pytest.fixture
def server() -> Iterator[tuple[str, int]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()


def fails_or_is_told(kind: str, sandbox: Sandbox, function: Callable[..., Any], *args: Any) -> None:
    """What this system keeps the child from, fails in it; of what it does not, ``manage.py check`` warns."""
    if kind not in sandbox.call(confinement.held):
        assert any(confinement._MISSING[kind] in warning.msg for warning in checks.child_is_shut_off())
        return
    with pytest.raises(Exception, match=r"Permission denied|not permitted"):
        sandbox.call(function, *args)


def test_the_child_gets_nothing_but_its_file(site: Path, database_socket: str, server: tuple[str, int]) -> None:
    secret, work = site / "data" / "secret-key", site / "work"
    own = work / "original.pdf"
    own.write_text("own")
    with Sandbox(reads=[TESTS], writes=[work]) as sandbox:
        assert sandbox.call(read, own) == "own"
        assert sandbox.call(written, work / "public.pdf") == 1
        attempts: list[tuple[str, Callable[..., Any], tuple[Any, ...]]] = [
            (FILES, read, (secret,)),
            (FILES, settings_of_parent, ()),
            (FILES, listed, (site / "data",)),
            (FILES, written, (site / "data" / "new",)),
            (FILES, written, (secret,)),
            (FILES, linked, (secret, work / "link")),
            (NETWORK, told_to_socket, (database_socket,)),
            (NETWORK, called, server),
            (PROCESSES, forked, ()),
            (PROCESSES, program, ()),
            (PROCESSES, signalled, (os.getpid(),)),
        ]
        for kind, function, args in attempts:
            fails_or_is_told(kind, sandbox, function, *args)
    assert secret.read_text() == "secret"


def test_the_folder_of_the_child_is_its_own_and_goes_with_it() -> None:
    with Sandbox(reads=[TESTS]) as sandbox:
        folder = Path(sandbox.call(os.getcwd))
        assert sandbox.call(listed, folder) == []
        assert folder.exists()
    assert not folder.exists()


def test_what_a_system_says_that_it_has_holds_in_the_child() -> None:
    with Sandbox() as sandbox:
        assert sandbox.call(confinement.held) == confinement.available()


@pytest.mark.parametrize("lacking", KINDS)
def test_who_runs_the_site_is_told_what_is_lacking(
    lacking: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(confinement, "available", lambda: tuple(kind for kind in KINDS if kind != lacking))
    (warning,) = checks.child_is_shut_off()
    assert confinement._MISSING[lacking] in warning.msg
    tell_of_the_machine()
    assert confinement._MISSING[lacking] in capsys.readouterr().out
    monkeypatch.setattr(confinement, "available", lambda: KINDS)
    assert checks.child_is_shut_off() == []
    tell_of_the_machine()
    assert not capsys.readouterr().out
