"""The folders of the embedded server, and the locks that say who uses it.

Below the data folder (``OGL_DATA_DIR``)::

    postgres/start.lock      held while somebody looks for, starts or stops the server
    postgres/users.lock      held shared by every process that uses the server; the last one out stops it
    postgres/kept            exists if the server was started to stay (``python -m ogl_portal.postgres start``)
    postgres/location        only if the server's account cannot enter this folder: where the cluster is instead
    postgres/cluster/data    the database; beside it the socket, the log, and a copy of the binaries where needed

The locks are the kernel's, so a process that is killed leaves none behind.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ogl_portal.postgres import problems
from ogl_portal.postgres.account import Account, account_name, choose_account

OUTSIDE = Path("/var/lib/ogl-portal")

_held: dict[Path, IO[str]] = {}


@dataclass(frozen=True)
class Cluster:
    home: Path
    place: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.place / "data"

    @property
    def log(self) -> Path:
        return self.place / "log"

    @property
    def sockets(self) -> Path:
        return self.place / "socket"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"


def make_home(data_dir: Path) -> Path:
    data_dir = data_dir.resolve()
    home = data_dir / "postgres"
    try:
        for folder in (data_dir, home):
            if not folder.exists():
                folder.mkdir(parents=True)
                folder.chmod(0o711)  # whatever the umask: the account of the server passes through
        _hand_over(home, data_dir)
    except PermissionError as error:
        raise problems.from_output(f"Making the folder {home}", str(error)) from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise problems.other_owner(home, account_name(home.stat().st_uid), account_name(os.geteuid()))
    return home


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with _open_lock(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _open_lock(path: Path) -> IO[str]:
    try:
        file = path.open("a")
    except PermissionError as error:
        owner = account_name(path.stat().st_uid)
        raise problems.other_owner(path.parent, owner, account_name(os.geteuid())) from error
    _hand_over(path, path.parent)
    return file


def _hand_over(path: Path, folder: Path) -> None:
    """What root makes in the folder of another account belongs to that account, which may come next."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def hold(home: Path) -> bool:
    """Count as a user of the server until :func:`let_go` or the end of the process; False if we do already."""
    if home in _held:
        return False
    _held[home] = _open_lock(home / "users.lock")
    fcntl.flock(_held[home], fcntl.LOCK_SH)
    return True


def holds(home: Path) -> bool:
    return home in _held


def let_go(home: Path) -> None:
    if home in _held:
        _held.pop(home).close()


def in_use(home: Path) -> bool:
    """Whether another process holds the server. The caller holds ``start.lock``, so the answer stays true."""
    if home in _held:
        return True
    with _open_lock(home / "users.lock") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def open_cluster(home: Path) -> Cluster:
    """The cluster's folder, made if need be where the server's account can enter it."""
    location = home / "location"
    place = Path(location.read_text().strip()) if location.exists() else home / "cluster"
    account = choose_account(place, home.parent)
    if not place.exists():
        place.mkdir(mode=0o700, parents=True)
        account.own(place)
        if not account.can_enter(place):
            place.rmdir()
            place = _outside(account)
            location.write_text(f"{place}\n")
    elif not account.can_enter(place):
        raise problems.no_folder(place, account.name, "permission denied")
    return Cluster(home, place, account)


def _outside(account: Account) -> Path:
    """A folder for root's database when the account cannot enter the data folder (a checkout below /root, say)."""
    place = OUTSIDE / secrets.token_hex(8)
    try:
        OUTSIDE.mkdir(parents=True, exist_ok=True)
        OUTSIDE.chmod(0o711)
        place.mkdir(mode=0o700)
        account.own(place)
    except OSError as error:
        raise problems.no_folder(OUTSIDE, account.name, error) from error
    return place
