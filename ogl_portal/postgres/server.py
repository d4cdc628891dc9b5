"""Start, find, share and stop the embedded server.

The server that the first line of ``postmaster.pid`` names is believed only once it has answered a query: after a
kill -9 that file names a dead process. Folders and locks are in :mod:`ogl_portal.postgres.cluster`.
"""

import atexit
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from ogl_portal.postgres import problems
from ogl_portal.postgres.account import binaries
from ogl_portal.postgres.cluster import Cluster, hold, holds, in_use, let_go, locked, make_home, open_cluster

ROLE = "ogl"
DATABASE = "ogl_portal"
SOCKET_PORT = 5432  # only a part of the socket's file name
LONGEST_SOCKET_PATH = 107  # bytes, sun_path of the kernel less the closing zero
ROOM_FOR_A_NEW_DATABASE = 200 * 1024 * 1024  # bytes: 45 MB of files, 64 MB of log, room to work

_ANSWER_SECONDS = 60.0
_REAP_SECONDS = 15.0


@dataclass(frozen=True)
class DatabaseAddress:
    """Where the server answers: ``host`` is the folder of the socket, or a loopback address."""

    host: str
    port: int
    password: str
    database: str = DATABASE
    user: str = ROLE

    @property
    def url(self) -> str:
        """As ``DATABASE_URL`` wants it; libpq and psycopg understand it as well."""
        where = f"{self.user}:{quote(self.password)}@"
        if self.host.startswith("/"):
            return f"postgresql://{where}/{self.database}?host={quote(self.host, safe='')}&port={self.port}"
        return f"postgresql://{where}{self.host}:{self.port}/{self.database}"

    def named(self, database: str) -> "DatabaseAddress":
        return replace(self, database=database)


@dataclass(frozen=True)
class Status:
    running: bool
    pid: int | None
    data: Path
    used: bool
    kept: bool


def ensure_running(data_dir: Path, *, durable: bool = True, keep: bool = False) -> DatabaseAddress:
    """Find the server of this data folder, or make and start it; the project's database exists afterwards.

    This process counts as a user of the server until :func:`release`, which also happens when it exits.

    Args:
        data_dir: ``OGL_DATA_DIR``; made if it does not exist.
        durable: False trades safety against power cuts for speed (tests); it matters only to the one who starts it.
        keep: leave the server running when its last user is gone, until :func:`stop`.

    Raises:
        DatabaseServerError: with a message for the operator.
    """
    home = make_home(data_dir)
    with locked(home / "start.lock"):
        cluster = open_cluster(home)
        if hold(home):
            atexit.register(_release_at_exit, home, os.getpid())
        try:
            address = _find(cluster) or _start(cluster, durable)
            _create_database(address)
        except BaseException:
            let_go(home)
            raise
        if keep:
            (home / "kept").touch()
    return address


def release(data_dir: Path) -> None:
    """Stop being a user of the server, and stop the server if nobody else is one and it was not started to stay."""
    home = data_dir.resolve() / "postgres"
    if not holds(home):
        return
    let_go(home)
    if not home.exists():  # deleted under the running server, which notices that by itself and ends
        return
    with locked(home / "start.lock"):
        if not in_use(home) and not (home / "kept").exists():
            _stop(open_cluster(home))


def _release_at_exit(home: Path, pid: int) -> None:
    if os.getpid() == pid:  # a forked child shares our lock but does not end it
        release(home.parent)


def stop(data_dir: Path, *, force: bool = False) -> bool:
    """Stop the server; False if somebody uses it (then only ``force`` does)."""
    home = make_home(data_dir)
    with locked(home / "start.lock"):
        if not force and in_use(home):
            return False
        let_go(home)
        (home / "kept").unlink(missing_ok=True)
        _stop(open_cluster(home))
    return True


def status(data_dir: Path) -> Status:
    home = make_home(data_dir)
    with locked(home / "start.lock"):
        cluster = open_cluster(home)
        pid = _server_pid(cluster)
        answers = pid is not None and _answer(_address(cluster)) is None
        return Status(answers, pid if answers else None, cluster.data, in_use(home), (home / "kept").exists())


# --- Finding -----------------------------------------------------------------


def _pid_lines(cluster: Cluster) -> list[str]:
    try:
        return cluster.pid_file.read_text().splitlines()
    except FileNotFoundError:
        return []


def _server_pid(cluster: Cluster) -> int | None:
    lines = _pid_lines(cluster)
    return int(lines[0]) if lines and lines[0].strip().isdigit() else None


def _address(cluster: Cluster) -> DatabaseAddress:
    """The address in ``postmaster.pid``: line 4 is the port, 5 the socket's folder, 6 the address listened on."""
    lines = [line.strip() for line in _pid_lines(cluster)] + [""] * 6
    port = int(lines[3]) if lines[3].isdigit() else SOCKET_PORT
    host = lines[4] or lines[5] or str(cluster.sockets)
    return DatabaseAddress(host, port, (cluster.data / "ogl-password").read_text().strip())


def _answer(address: DatabaseAddress) -> str | None:
    """None if the server answers a query, else the reason why not."""
    try:
        with psycopg.connect(address.named("postgres").url, connect_timeout=5) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error as error:
        return str(error).strip()
    return None


def _is_alive(pid: int) -> bool:
    """Whether the process exists; one that was killed but not yet reaped by its parent still does."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _works_in(pid: int, data: Path) -> bool:
    """Whether a process is a server of this data: each of them has the folder as its working directory.

    True where the system cannot tell (no /proc), since a wrong False would let two servers loose on the data.
    """
    if not Path("/proc/self/cwd").exists():
        return True
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data
    except FileNotFoundError:  # gone, or killed and not yet reaped
        return False
    except PermissionError:
        return True


def _find(cluster: Cluster) -> DatabaseAddress | None:
    """The running server's address, or None if there is none; waits for one that is starting or dying."""
    started = time.monotonic()
    reason: str | None = ""
    while (pid := _server_pid(cluster)) is not None and _is_alive(pid):
        waited = time.monotonic() - started
        if _works_in(pid, cluster.data.resolve()):
            address = _address(cluster)
            reason = _answer(address)
            if reason is None:
                return address
            if waited > _ANSWER_SECONDS:
                raise problems.no_answer(pid, waited, reason)
        elif (waited > 1 and not _is_zombie(pid)) or waited > _REAP_SECONDS:
            # The number belongs to another program by now (after a restart of the machine, say), or the dead
            # server is never reaped. Unless one of its children still lives, the file is a leftover.
            if not _survivors(cluster.data.resolve()):
                cluster.pid_file.unlink(missing_ok=True)
                return None
            if waited > _ANSWER_SECONDS:
                raise problems.no_answer(pid, waited, "parts of an ended server are still running")
        time.sleep(0.1)
    return None


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def _survivors(data: Path) -> list[int]:
    return [
        int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _cwd_is(int(entry.name), data)
    ]


def _cwd_is(pid: int, data: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data
    except OSError:
        return False


# --- Making, starting, stopping ----------------------------------------------


def _start(cluster: Cluster, durable: bool) -> DatabaseAddress:
    programs = binaries(cluster.account, cluster.place)
    _check_version(cluster, programs)
    if not cluster.data.exists():
        _make(cluster, programs)
    cluster.sockets.mkdir(mode=0o700, exist_ok=True)
    cluster.account.own(cluster.sockets)
    output = ""
    for _attempt in _attempts(_REAP_SECONDS):
        host, port = _where(cluster)
        output = _try_to_start(cluster, programs, _options(host, port, durable))
        if not output:
            address = _find(cluster)
            if address:
                return address
        # Another program took the free port meanwhile, or the children of a killed server are not gone yet.
        elif "still in use" not in output and not ("could not bind" in output and not host.startswith("/")):
            break
    raise problems.from_output("Starting the database server", output, cluster.log)


def _attempts(seconds: float) -> Iterator[int]:
    deadline = time.monotonic() + seconds
    number = 0
    while number == 0 or time.monotonic() < deadline:
        yield number
        number += 1
        time.sleep(0.3)


def _check_version(cluster: Cluster, programs: Path) -> None:
    version_file = cluster.data / "PG_VERSION"
    if version_file.exists():
        made_by = version_file.read_text().strip()
        # »postgres (PostgreSQL) 18.1«
        installed = cluster.account.run([programs / "postgres", "--version"]).stdout.split()[-1].partition(".")[0]
        if made_by != installed:
            raise problems.other_version(cluster.data, made_by, installed)


def _make(cluster: Cluster, programs: Path) -> None:
    """Make an empty cluster beside its final place, so that one that was interrupted is never taken for whole."""
    what = "Making a new database"
    if shutil.disk_usage(cluster.place).free < ROOM_FOR_A_NEW_DATABASE:
        raise problems.from_output(what, f"error: No space left on device ({cluster.place})")
    unfinished = cluster.place / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    password_file = cluster.place / "unfinished-password"
    password_file.unlink(missing_ok=True)
    with os.fdopen(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{secrets.token_urlsafe(24)}\n")
    cluster.account.own(password_file)
    # initdb takes the locale from LANG unless told; without the built-in one, umlauts are neither upper nor lower case.
    made = cluster.account.run(
        [
            *(programs / "initdb", "--pgdata", unfinished, "--username", ROLE, "--pwfile", password_file),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C"),
            *("--locale-provider", "builtin", "--builtin-locale", "PG_UNICODE_FAST"),
        ],
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
    )
    if made.returncode != 0:
        raise problems.from_output(what, made.stdout)
    password_file.rename(unfinished / "ogl-password")
    unfinished.rename(cluster.data)


def _where(cluster: Cluster) -> tuple[str, int]:
    socket_file = cluster.sockets / f".s.PGSQL.{SOCKET_PORT}"
    if len(os.fsencode(socket_file)) <= LONGEST_SOCKET_PATH:
        return str(cluster.sockets), SOCKET_PORT
    return "127.0.0.1", _free_port()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _options(host: str, port: int, durable: bool) -> dict[str, str]:
    over_socket = host.startswith("/")
    options = {
        "port": str(port),
        "unix_socket_directories": host if over_socket else "",
        "listen_addresses": "" if over_socket else host,
        "timezone": "UTC",
        # Twice the default: the index of a large site's search then stays in the server's own memory.
        "shared_buffers": "256MB",
    }
    if not durable:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return options


def _try_to_start(cluster: Cluster, programs: Path, options: dict[str, str]) -> str:
    """Start the server, detached from us; the empty string if it runs, else what it wrote."""
    if cluster.log.exists():
        cluster.log.rename(cluster.log.with_name("log.before"))
    # Handed over in a file: pg_ctl would pass an option through a shell.
    settings = cluster.data / "ogl.conf"
    quoted = {name: value.replace("'", "''") for name, value in options.items()}
    settings.write_text("".join(f"{name} = '{value}'\n" for name, value in quoted.items()))
    cluster.account.own(settings)
    _include(cluster.data / "postgresql.conf", settings.name)
    # pg_ctl gives its own output to the server; a pipe would keep us waiting for as long as the server lives.
    run = cluster.account.run(
        [programs / "pg_ctl", "start", "--pgdata", cluster.data, "--log", cluster.log, "--wait", "--timeout", "120"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if run.returncode == 0:
        return ""
    return cluster.log.read_text(errors="replace") if cluster.log.exists() else "error: pg_ctl could not start it"


def _include(configuration: Path, name: str) -> None:
    line = f"include_if_exists = '{name}'\n"
    if line not in configuration.read_text():
        with configuration.open("a") as file:
            file.write(line)


def _create_database(address: DatabaseAddress) -> None:
    with psycopg.connect(address.named("postgres").url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [address.database]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(address.database)))


def _stop(cluster: Cluster) -> None:
    """Ask the server to close all connections and end (its »fast« way); returns when it is gone."""
    pid = _server_pid(cluster)
    if pid is None or not _works_in(pid, cluster.data.resolve()):
        return
    os.kill(pid, signal.SIGINT)
    if not _wait_until(lambda: not _is_alive(pid) or _is_zombie(pid), _ANSWER_SECONDS):
        raise problems.no_answer(pid, _ANSWER_SECONDS, "it was asked to stop and is still running")


def _wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
