"""The embedded server with data folders of its own: found again, shared, stopped, and clear about what is wrong."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from ogl_portal import postgres
from ogl_portal.postgres import account, cluster, problems, server

CHECKOUT = Path(__file__).resolve().parent.parent

# Holds the server until its input ends, as a running site does.
HOLDER = """
import sys
from pathlib import Path
from ogl_portal import postgres
print(postgres.ensure_running(Path(sys.argv[1]), durable=False).url, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A short path, so that the socket fits, which every account can enter (pytest's own folders are closed)."""
    folder = Path(tempfile.mkdtemp(prefix="ogl-"))
    folder.chmod(0o755)
    yield folder
    postgres.stop(folder, force=True)
    shutil.rmtree(folder)


def _ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row and row[0]


def _run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _hold(data_dir: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(data_dir)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _url_of(holder: subprocess.Popen[str]) -> str:
    assert holder.stdout is not None
    return holder.stdout.readline().strip()


def _let_go(holder: subprocess.Popen[str]) -> None:
    holder.communicate()
    assert holder.returncode == 0


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_german_letters_have_upper_and_lower_case(data_dir: Path) -> None:
    address = postgres.ensure_running(data_dir, durable=False)
    assert _ask(address.url, "SELECT lower('ÄÖÜẞ') || upper('äöü')") == "äöüßÄÖÜ"
    assert _ask(address.url, "SHOW server_encoding") == "UTF8"


def test_what_the_site_needs_can_be_installed(data_dir: Path) -> None:
    address = postgres.ensure_running(data_dir, durable=False)
    _run(address.url, "CREATE EXTENSION pg_trgm", "CREATE EXTENSION unaccent")
    assert _ask(address.url, "SELECT unaccent('Köln')") == "Koln"


def test_found_again_after_the_server_was_killed(data_dir: Path) -> None:
    address = postgres.ensure_running(data_dir)
    _run(address.url, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('Fördermittel')")
    pid = postgres.status(data_dir).pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)

    again = postgres.ensure_running(data_dir)

    assert _ask(again.url, "SELECT word FROM kept") == "Fördermittel"
    assert postgres.status(data_dir).pid != pid


def test_found_again_after_its_user_was_killed(data_dir: Path) -> None:
    holder = _hold(data_dir)
    url = _url_of(holder)
    _run(url, "CREATE TABLE kept ()")
    pid = postgres.status(data_dir).pid
    holder.kill()
    holder.communicate()

    again = postgres.ensure_running(data_dir)

    assert again.url == url
    assert postgres.status(data_dir).pid == pid
    postgres.release(data_dir)
    assert not postgres.status(data_dir).running, "nobody else uses it, so its last user stops it"


def test_two_processes_at_once_share_one_server(data_dir: Path) -> None:
    first, second = _hold(data_dir), _hold(data_dir)
    assert _url_of(first) == _url_of(second)
    pid = postgres.status(data_dir).pid

    _let_go(first)
    assert postgres.status(data_dir).pid == pid, "the other one still uses it"
    _let_go(second)
    assert not postgres.status(data_dir).running


def test_a_server_in_use_is_stopped_only_by_force(data_dir: Path) -> None:
    holder = _hold(data_dir)
    _url_of(holder)
    assert not postgres.stop(data_dir)
    assert postgres.status(data_dir).running
    assert postgres.stop(data_dir, force=True)
    assert not postgres.status(data_dir).running
    _let_go(holder)


def test_a_server_started_to_stay_outlives_its_users(data_dir: Path) -> None:
    postgres.ensure_running(data_dir, durable=False, keep=True)
    postgres.release(data_dir)
    assert postgres.status(data_dir).running
    assert postgres.stop(data_dir)
    assert not postgres.status(data_dir).running


def test_a_process_number_that_now_belongs_to_another_program_does_not_mislead(data_dir: Path) -> None:
    postgres.ensure_running(data_dir, durable=False)
    lines = (data_dir / "postgres/cluster/data/postmaster.pid").read_text().splitlines()
    postgres.release(data_dir)
    stale = data_dir / "postgres/cluster/data/postmaster.pid"
    stale.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    shutil.chown(stale, stale.parent.owner())

    address = postgres.ensure_running(data_dir, durable=False)

    assert _ask(address.url, "SELECT 1") == 1
    assert postgres.status(data_dir).pid != os.getpid()


def test_an_interrupted_first_start_begins_anew(data_dir: Path) -> None:
    half_made = data_dir / "postgres/cluster/unfinished"
    postgres.status(data_dir)  # makes the folders around it
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    assert _ask(postgres.ensure_running(data_dir, durable=False).url, "SELECT 1") == 1


def test_a_path_too_long_for_a_socket_gets_a_port_on_this_machine(data_dir: Path) -> None:
    deep = data_dir / ("d" * 60) / ("e" * 40)
    address = postgres.ensure_running(deep, durable=False)
    assert address.host == "127.0.0.1"
    assert _ask(address.url, "SELECT 1") == 1
    with pytest.raises(psycopg.OperationalError):
        _ask(address.url.replace(address.password, "guessed"), "SELECT 1")
    postgres.stop(deep, force=True)


def test_a_taken_port_is_given_up_for_another(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = data_dir / ("d" * 60) / ("e" * 40)
    free_port = server._free_port
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        offers = [other.getsockname()[1]]
        monkeypatch.setattr(server, "_free_port", lambda: offers.pop() if offers else free_port())
        address = postgres.ensure_running(deep, durable=False)
        assert address.port != other.getsockname()[1]
    postgres.stop(deep, force=True)


def test_a_socket_in_use_is_told(data_dir: Path) -> None:
    place = data_dir / "postgres/cluster"
    postgres.ensure_running(data_dir, durable=False)
    postgres.release(data_dir)
    lock = place / "socket/.s.PGSQL.5432.lock"
    with subprocess.Popen(["sleep", "60"], user=place.owner() if os.geteuid() == 0 else None) as other:
        lock.write_text(f"{other.pid}\n{place / 'data'}\n1\n5432\n{place / 'socket'}\n\n")
        shutil.chown(lock, place.owner())
        with pytest.raises(postgres.DatabaseServerError) as caught:
            postgres.ensure_running(data_dir)
        other.kill()
    assert "port or socket is in use" in str(caught.value)
    assert "DATABASE_URL" in str(caught.value)
    lock.unlink()


def test_data_of_another_version_is_left_alone(data_dir: Path) -> None:
    postgres.ensure_running(data_dir, durable=False)
    postgres.release(data_dir)
    version = data_dir / "postgres/cluster/data/PG_VERSION"
    version.write_text("15\n")

    with pytest.raises(postgres.DatabaseServerError) as caught:
        postgres.ensure_running(data_dir)

    assert "was made by PostgreSQL 15" in str(caught.value)
    assert "Nothing was changed" in str(caught.value)
    assert version.read_text() == "15\n"


def test_a_full_disk_is_told_before_anything_is_made(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(data_dir)
    monkeypatch.setattr(server.shutil, "disk_usage", lambda _path: usage._replace(free=1024))
    with pytest.raises(postgres.DatabaseServerError, match="the disk is full"):
        postgres.ensure_running(data_dir)
    assert not (data_dir / "postgres/cluster/data").exists()


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ('FATAL:  could not write to file "pg_wal/xlogtemp.4": No space left on device', "the disk is full"),
        ('LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', "port or socket is in use"),
        ('FATAL:  lock file "/x/.s.PGSQL.5432.lock" already exists', "port or socket is in use"),
        ("FATAL:  could not create shared memory segment: Function not implemented", "no shared memory"),
        ("FATAL:  data directory has group access: Permission denied", "may not read or write"),
        ("FATAL:  something that nobody has seen yet", "something that nobody has seen yet"),
    ],
)
def test_every_failure_is_explained(output: str, expected: str) -> None:
    message = str(problems.from_output("Starting the database server", output))
    assert expected in message
    assert "safe" in message or "kept" in message or "Nothing was changed" in message
    assert "DATABASE_URL" in message or "start again" in message


def test_data_of_another_account_is_refused(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = data_dir / "postgres/cluster"
    place.mkdir(parents=True)
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: place.stat().st_uid + 1)
        with pytest.raises(postgres.DatabaseServerError, match="belongs to the account"):
            account.choose_account(place, data_dir)
    place.rmdir()


def test_root_never_starts_it_as_root(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: 0)
        chosen = account.choose_account(data_dir / "postgres/cluster", data_dir)
    assert chosen.switch
    assert chosen.uid != 0


def test_a_folder_that_the_account_cannot_enter_gets_its_cluster_elsewhere(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = data_dir / "elsewhere"
    monkeypatch.setattr(cluster, "OUTSIDE", elsewhere)
    real = account.Account.can_enter
    monkeypatch.setattr(
        account.Account, "can_enter", lambda self, folder: elsewhere in folder.parents and real(self, folder)
    )
    address = postgres.ensure_running(data_dir, durable=False)
    assert _ask(address.url, "SELECT 1") == 1
    location = Path((data_dir / "postgres/location").read_text().strip())
    assert location.parent == elsewhere
    assert (location / "data/PG_VERSION").exists()


def test_the_command_tells_where_it_runs_and_stops_it(data_dir: Path) -> None:
    def command(what: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ogl_portal.postgres", what],
            cwd=CHECKOUT,
            env=os.environ | {"OGL_DATA_DIR": str(data_dir)},
            capture_output=True,
            text=True,
        )

    assert command("status").returncode == 1
    assert _ask(command("url").stdout.strip(), "SELECT 1") == 1
    assert command("status").returncode == 0
    assert command("stop").returncode == 0
    assert command("status").returncode == 1
