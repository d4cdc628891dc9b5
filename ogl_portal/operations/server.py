"""Prepare the site, then serve it until a signal comes: ``python -m ogl_portal.operations.server``, from script/server.

Preparing is: secret key, database, migrations, the programme's content if there is none, the first administrator,
static files. Serving is: the web server and the worker for background tasks, both children of this process. Whatever
way this process ends, nothing that was saved is lost, and the next start puts away what a killed one left behind.
"""

import errno
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from ogl_portal import environment
from ogl_portal.operations import stale_processes
from ogl_portal.operations.logs import web_server_logging
from ogl_portal.settings import secret

THIS_MACHINE = {"127.0.0.1", "::1", "0.0.0.0", "::"}  # noqa: S104  compared, not bound
PATIENCE = 15.0  # seconds that a child has to finish what it is doing


class CannotServeError(Exception):
    """The site cannot be served; the message says why and what to do."""


@dataclass(frozen=True)
class ListenAddress:
    host: str
    port: int

    @property
    def url(self) -> str:
        """What to open in a browser on this machine: passkeys need a name, a bare IP address will not do."""
        if self.host in THIS_MACHINE:
            return f"http://localhost:{self.port}"
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ogl_portal.settings.local")
    os.environ.setdefault("OGL_TASK_BACKEND", "django_tasks_db.DatabaseBackend")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import OperationalError

    from ogl_portal.postgres import DatabaseServerError

    try:
        with ended_by_signals():
            address = wanted_address()
            stale_processes.clean_up(environment.data_dir())
            check_free(address)
            secret.read_or_create(environment.data_dir())
            environment.ensure_database()
            prepare()
            return serve(address)
    except (CannotServeError, CommandError, DatabaseServerError, ImproperlyConfigured) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except OperationalError as error:
        print(
            f"\nThe database does not answer as it should: {error}\n"
            "What had been saved is safe. Check DATABASE_URL, and that its server runs and has room; then start again.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return 0  # ended as asked


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """SIGTERM and a closed terminal end the work as Ctrl-C does: through the exit handlers."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(name, interrupt)
    yield


def wanted_address() -> ListenAddress:
    port = os.environ.get("PORT") or "8000"
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise CannotServeError(f"PORT is »{port}«, which is not a port. Set it to a number from 1 to 65535.")
    return ListenAddress(os.environ.get("OGL_HOST") or "127.0.0.1", int(port))


def check_free(address: ListenAddress) -> None:
    try:
        family = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address.host, address.port))
    except OSError as error:
        reason = {
            errno.EADDRINUSE: "is in use by another program. End that program, or choose another port: "
            f"PORT={address.port + 1} script/server",
            errno.EACCES: "is reserved for the system. Choose one above 1023: PORT=8000 script/server",
        }.get(error.errno or 0, f"cannot be used ({error}). Check OGL_HOST and PORT.")
        raise CannotServeError(f"{address.host}, port {address.port} {reason}\nNothing was changed.") from error


# --- Preparing ---------------------------------------------------------------


def prepare() -> None:
    """Bring database and static files up to date. Two servers that start at once do it one after the other."""
    import django

    django.setup()
    from django.db import connection

    from ogl_portal.jobs.locks import Lock, locked
    from ogl_portal.operations.site_address import follow_base_url

    with locked(Lock.PREPARING):
        migrate()
        load_content()
        follow_base_url()
        make_administrator()
        collect_static_files()
        tell_of_the_machine()
    connection.close()  # the children make their own


def tell_of_the_machine() -> None:
    """Say what this machine lacks that the site would have: it is served all the same."""
    from django.core import checks

    for message in checks.run_checks(tags=["operation"]):
        say(f"{message.msg} {message.hint or ''}".strip())


def migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from ogl_portal.operations.adoption import TooOldError, adopt
    from ogl_portal.page_cache.triggers import watch_all

    try:
        if adopt():
            say("Took the database over from a version before 0.9.")
    except TooOldError as error:
        raise CannotServeError(str(error)) from error
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
    watch_all()  # which tables are watched may change without a migration


def load_content() -> None:
    """Load the programme into an empty site. All or nothing: a start that is killed here begins anew next time."""
    from django.core.management import call_command
    from django.db import transaction

    from ogl_portal.pages.models import HomePage

    if not HomePage.objects.exists():
        say("Loading the programme's content …")
        with transaction.atomic():
            call_command("load_programme", verbosity=0)
        # Once more as a whole: only now is the site's own vocabulary there, by which compounds are split.
        call_command("rebuild_search", verbosity=0)


def make_administrator() -> None:
    """Make the account »admin« if nobody can administer the site; a password of our own is shown this once.

    Where that name is somebody's already, the site is served all the same, and a sentence says what to do: an account
    of the site's people is given all rights by a person, never by a start.
    """
    from django.contrib.auth import get_user_model
    from django.utils.crypto import get_random_string

    from ogl_portal.accounts.passwords import is_guessable

    users = get_user_model()._default_manager
    if users.filter(is_superuser=True, is_active=True).exists():
        return
    if users.filter(username="admin").exists():
        say(
            "No active account may do everything (superuser), and »admin« is not made anew, for there is an account of "
            "that name. Nothing was changed, and the site runs. Give the right to an account that is there with "
            "»manage.py make_superuser NAME«, or make a new one with »manage.py createsuperuser«."
        )
        return
    given = os.environ.get("OGL_ADMIN_PASSWORD")
    password = given or get_random_string(20)
    users.create_superuser(username="admin", email="", password=password)
    if given:
        say("Made the administrator »admin« with the password from OGL_ADMIN_PASSWORD.")
        if is_guessable(password, users.get(username="admin")):
            say("It would soon be guessed. Change it (»Benutzerkonto«) before anybody else can reach this site.")
    else:
        say(f"Made the administrator »admin«. The password, shown only now: {password}")


def collect_static_files() -> None:
    """Copy static files with hashed names and compressed copies, unless they are those of the last time."""
    from django.conf import settings
    from django.core.management import call_command

    if settings.DEBUG:
        return
    root = Path(settings.STATIC_ROOT)
    stamp_file = root / ".stamp"
    stamp = static_stamp()
    if stamp_file.exists() and stamp_file.read_text() == stamp:
        return
    say("Preparing static files …")
    root.mkdir(parents=True, exist_ok=True)
    stamp_file.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp_file.write_text(stamp)


def static_stamp() -> str:
    """Tells whether the sources of the static files have changed: names, sizes and times of all that is found."""
    import hashlib

    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


# --- Serving -----------------------------------------------------------------

# Where it is safe, children are forks of this process, in which Django is loaded: they are ready at once.
if sys.platform == "linux":
    PROCESSES = multiprocessing.get_context("fork")
else:
    PROCESSES = multiprocessing.get_context("spawn")


def serve(address: ListenAddress) -> int:
    """Run the web server and the worker until a signal comes or the web server ends.

    Returns:
        The exit code of this process.
    """
    from django.db import connections

    from ogl_portal.rsgi import application  # noqa: F401  loaded here, shared by the forks

    connections.close_all()
    children: dict[str, BaseProcess] = {}
    with stale_processes.on_file(environment.data_dir(), address.port):
        try:
            children["web"] = start(run_web, address)
            wait_until_it_answers(address, children["web"])
            for name, run in workers().items():
                children[name] = start(*run)
            say(f"The site is at {address.url}/ and its administration at {address.url}/admin/ (Ctrl-C ends it).")
            return supervise(children)
        finally:
            end(list(children.values()))


def start(run: Callable[..., None], *arguments: object) -> BaseProcess:
    child = PROCESSES.Process(target=run, args=arguments)
    child.start()
    return child


def run_web(address: ListenAddress) -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    os.setsid()  # Ctrl-C reaches us only through our parent, in order
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
    Server(
        "ogl_portal.rsgi:application",
        address=address.host,
        port=address.port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=int(os.environ.get("OGL_WORKERS") or 2),
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_dictconfig=web_server_logging(),
        log_access=False,
    ).serve()


def workers() -> dict[str, tuple[Any, ...]]:
    """The workers by name, each with what it runs: one for short tasks, and several for files.

    The first of those takes short files only, so that they never wait for a long one.
    """
    found: dict[str, tuple[Any, ...]] = {"worker for background tasks": (run_worker,)}
    for number in range(1, file_workers() + 1):
        queues = "files" if number == 1 else "files,long-files"
        found[f"worker {number} for files"] = (run_file_worker, queues)
    return found


def file_workers() -> int:
    """``OGL_FILE_WORKERS``; else one for each core that this process may use, from two to four.

    Each is at one file at a time, which takes up to 1 GB: the process that opens the file may have 880 MB.
    """
    given = os.environ.get("OGL_FILE_WORKERS") or ""
    if given and (not given.isdigit() or int(given) < 2):
        raise CannotServeError(
            f"OGL_FILE_WORKERS is »{given}«. Set it to 2 or more: one is kept free for short files, the others "
            "take long ones as well."
        )
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return int(given) if given else min(4, max(2, cores))


def run_worker() -> None:
    """Short background tasks, and beside them in threads what the portal does by itself daily and every minute."""
    import django
    from django.apps import apps
    from django.core.management import call_command

    from ogl_portal.jobs import scheduled

    os.setsid()
    django.setup()
    scheduled.start_threads()
    call_command("resume_files", verbosity=0)
    if apps.is_installed("ogl_portal.importing.wxr"):
        call_command("resume_imports", verbosity=0)
    # Left to itself it would follow DEBUG and start this whole program again to watch the code.
    call_command("db_worker", verbosity=0, reload=False)


def run_file_worker(queues: str) -> None:
    """Files that were uploaded, one after the other."""
    import django
    from django.core.management import call_command

    os.setsid()
    django.setup()
    call_command("db_worker", queue_name=queues, verbosity=0, reload=False)


def wait_until_it_answers(address: ListenAddress, web: BaseProcess) -> None:
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host)  # noqa: S104  compared, not bound
    deadline = time.monotonic() + 60
    while web.is_alive() and time.monotonic() < deadline:
        try:
            with socket.create_connection((target, address.port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise CannotServeError("The web server did not start; what it wrote stands above. All that was saved is safe.")


def supervise(children: dict[str, BaseProcess]) -> int:
    """Wait for the end of the web server; start the worker again if it ends before."""
    last_start = time.monotonic()
    while True:
        children["web"].join(timeout=1)
        if not children["web"].is_alive():
            code = children["web"].exitcode
            say(f"The web server has ended by itself (code {code}). Start the site again with script/server.")
            return code or 1
        ended = [name for name, run in workers().items() if not children[name].is_alive()]
        if ended and time.monotonic() - last_start > 10:
            for name in ended:
                say(f"The {name} has ended; starting it again.")
                children[name] = start(*workers()[name])
            last_start = time.monotonic()


def end(children: list[BaseProcess]) -> None:
    """Ask all children to end, then make them."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.join(timeout=max(0.1, deadline - time.monotonic()))
        if child.is_alive():
            os.killpg(child.pid or 0, signal.SIGKILL)
            child.join()


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    stale_processes.mark_this_process()
    sys.exit(main())
