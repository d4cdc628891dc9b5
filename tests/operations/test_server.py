"""``python -m ogl_portal.operations.server``: what stops it from serving, and what it puts away."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth import get_user_model

from ogl_portal.operations import server, stale_processes
from tests.database import TestServer

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("script", ["server", "test", "lint", "bench", "bootstrap"])
def test_who_asks_for_help_is_told_and_nothing_is_started(script: str, tmp_path: Path) -> None:
    command = [CHECKOUT / "script" / script, "--help"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True).stdout
    assert told.strip()
    assert "#" not in told
    assert "set -" not in told


def test_a_port_in_use_is_told_before_anything_is_done(taken_port: int, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ogl_portal.operations.server"],
        cwd=CHECKOUT,
        env=os.environ | {"PORT": str(taken_port), "OGL_DATA_DIR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert f"port {taken_port} is in use by another program" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "var").exists()


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = subprocess.run(
        [sys.executable, "-m", "ogl_portal.operations.server"],
        cwd=CHECKOUT,
        env=os.environ
        | {
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
            "DJANGO_SETTINGS_MODULE": "ogl_portal.settings.local",
            "OGL_DATA_DIR": str(tmp_path / "var"),
            "PORT": str(port),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Check DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none_is_told(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(server.CannotServeError, match="Set it to a number"):
        server.wanted_address()


def test_the_address_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8765")
    monkeypatch.setenv("OGL_HOST", "fd00::1")
    assert server.wanted_address().url == "http://[fd00::1]:8765"


def test_without_one_it_listens_to_this_machine_alone_under_a_name_that_passkeys_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORT", "8765")
    monkeypatch.delenv("OGL_HOST", raising=False)
    address = server.wanted_address()
    assert (address.host, address.url) == ("127.0.0.1", "http://localhost:8765")


class TestWholeServer:
    """The real thing, on a copy of the programme's database."""

    @pytest.fixture
    def environment(
        self, programme_database: str, database_server: TestServer, tmp_path: Path
    ) -> Iterator[dict[str, str]]:
        name = f"{database_server.copy_name}_served"
        database_server.copy(programme_database, name)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        yield os.environ | {
            "DATABASE_URL": database_server.url(name),
            "DJANGO_SETTINGS_MODULE": "ogl_portal.settings.local",
            "OGL_ADMIN_PASSWORD": "ein-langes-Kennwort",
            "OGL_DATA_DIR": str(tmp_path / "var"),
            "OGL_DEBUG": "1",  # without the quarter minute of compressing static files
            "OGL_WORKERS": "1",
            "PORT": str(port),
        }
        database_server.drop(name)

    def test_serves_survives_a_kill_and_ends_when_asked(self, environment: dict[str, str]) -> None:
        killed, url = self.start(environment)
        assert self.status(url) == 200
        killed.kill()
        killed.wait()
        assert killed.stdout is not None
        killed.stdout.close()  # its children live on and keep the other end

        again, url = self.start(environment)
        assert self.status(url) == 200
        assert self.status(f"{url}admin/login/") == 200
        assert self.task_is_done(environment["DATABASE_URL"])
        again.terminate()
        again.communicate(timeout=60)
        assert again.returncode == 0
        with pytest.raises(OSError, match="refused"):
            self.status(url)

    def task_is_done(self, database: str) -> bool:
        """Whether the worker does what it is given."""
        with psycopg.connect(database, autocommit=True) as connection:
            [task] = connection.execute(
                """
                INSERT INTO django_tasks_database_dbtaskresult (id, status, enqueued_at, args_kwargs, priority,
                    task_path, queue_name, backend_name, run_after, return_value, exception_class_path,
                    traceback, worker_ids)
                VALUES (gen_random_uuid(), 'READY', now(), '{"args": [0], "kwargs": {}}', 0,
                    'publications.tasks.process_version', 'default', 'default', now(), NULL, '', '', '[]') RETURNING id
                """
            ).fetchone()
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                query = "SELECT status FROM django_tasks_database_dbtaskresult WHERE id = %s"
                if connection.execute(query, [task]).fetchone() == ("SUCCESSFUL",):
                    return True
                time.sleep(0.2)
        return False

    def start(self, environment: dict[str, str]) -> tuple[subprocess.Popen[str], str]:
        """A server that answers, and its address."""
        process = subprocess.Popen(
            [sys.executable, "-m", "ogl_portal.operations.server"],
            cwd=CHECKOUT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("The site is at "):
                return process, line.split()[4]
        raise AssertionError("the server ended before it served")

    def status(self, url: str) -> int:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310  our own address
            return int(answer.status)


@pytest.mark.django_db
class TestFirstAdministrator:
    @pytest.mark.parametrize(
        ("password", "is_guessable"), [("Mondfisch klettert Zinnober Quitte", False), ("Willkommen-2026", True)]
    )
    def test_gets_the_password_of_the_environment(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], password: str, is_guessable: bool
    ) -> None:
        monkeypatch.setenv("OGL_ADMIN_PASSWORD", password)
        server.make_administrator()
        assert get_user_model()._default_manager.get(username="admin").check_password(password)
        said = capsys.readouterr().out
        assert password not in said
        assert ("would soon be guessed" in said) is is_guessable

    def test_gets_a_random_password_that_is_shown_once(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.delenv("OGL_ADMIN_PASSWORD", raising=False)
        server.make_administrator()
        shown = capsys.readouterr().out.split()[-1]
        admin = get_user_model()._default_manager.get(username="admin")
        assert len(shown) >= 20
        assert admin.check_password(shown)
        assert admin.is_superuser

        server.make_administrator()
        assert capsys.readouterr().out == ""

    def test_is_not_made_beside_another(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OGL_ADMIN_PASSWORD", "ein-langes-Kennwort")
        people = get_user_model()._default_manager
        people.create_superuser(username="leitung", password="x")
        server.make_administrator()
        assert not people.filter(username="admin").exists()

    @pytest.mark.parametrize("rights", [{"is_superuser": False}, {"is_superuser": True, "is_active": False}])
    def test_is_asked_for_in_a_sentence_where_the_name_is_taken(
        self, capsys: pytest.CaptureFixture[str], rights: dict[str, bool]
    ) -> None:
        get_user_model()._default_manager.create_user(username="admin", password="x", **rights)
        server.make_administrator()
        assert "manage.py make_superuser NAME" in capsys.readouterr().out


class TestLeftovers:
    """Processes of a killed server end with the next start; those of a living one, and of others, do not."""

    @pytest.fixture
    def left_behind(self) -> Iterator[subprocess.Popen[bytes]]:
        with subprocess.Popen(["sleep", "60"], env=os.environ | {stale_processes.VARIABLE: "of-the-dead"}) as process:
            yield process
            process.kill()

    @pytest.fixture
    def stranger(self) -> Iterator[subprocess.Popen[bytes]]:
        with subprocess.Popen(["sleep", "60"]) as process:
            yield process
            process.kill()

    def test_of_a_dead_server_are_ended(
        self, tmp_path: Path, left_behind: subprocess.Popen[bytes], stranger: subprocess.Popen[bytes]
    ) -> None:
        (tmp_path / "running").mkdir()
        (tmp_path / "running/8000-1").write_text("of-the-dead")
        with _cleaning(tmp_path) as cleaner:
            left_behind.wait(timeout=30)
            cleaner.wait(timeout=30)
        assert stranger.poll() is None
        assert list((tmp_path / "running").iterdir()) == []

    def test_of_a_living_server_go_on(
        self, tmp_path: Path, left_behind: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(stale_processes.VARIABLE, "of-the-dead")
        with stale_processes.on_file(tmp_path, 8000), _cleaning(tmp_path) as cleaner:
            cleaner.wait(timeout=30)
            assert left_behind.poll() is None
        assert list((tmp_path / "running").iterdir()) == []


def _cleaning(data_dir: Path) -> subprocess.Popen[bytes]:
    """Another server that starts, as far as stale processes are concerned: locks only count between processes."""
    program = "import pathlib, sys; from ogl_portal.operations.stale_processes import clean_up; "
    program += "clean_up(pathlib.Path(sys.argv[1]))"
    return subprocess.Popen([sys.executable, "-c", program, str(data_dir)], cwd=CHECKOUT)
