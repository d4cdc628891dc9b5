"""What the settings promise: nothing is served in production before every secret and address is there."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ogl_portal import environment
from ogl_portal.settings import secret
from ogl_portal.settings.database import database_settings

CHECKOUT = Path(__file__).resolve().parent.parent
GOOD_KEY = "f3Qk9-xT7vLw2_ZpR8sYb4NcHd6MgJt1UeAoXiVq5KzWlEnByDh0CrGmSu"


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """A complete environment for production; no database is asked for anything here."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "ogl_portal.settings.production",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "OGL_BASE_URL": "https://labore.example.org",
        "OGL_DATA_DIR": str(tmp_path / "var"),
        "OGL_SECRET_KEY": GOOD_KEY,
        "OGL_WATCH_SUPPORT": "no",  # what the calendar says today must not change a test
    }


def manage(variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=CHECKOUT, env=variables, capture_output=True, text=True
    )


def test_the_deployment_check_is_clean(production: dict[str, str]) -> None:
    done = manage(production, "check", "--deploy", "--fail-level", "INFO")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"OGL_SECRET_KEY": ""}, "There is no secret key. Set OGL_SECRET_KEY"),
        ({"OGL_SECRET_KEY": "only-for-tests-0123456789abcdefghijklmnopqrstuvwxyz"}, "sample that everybody knows"),
        ({"OGL_SECRET_KEY": "django-insecure-" + GOOD_KEY}, "sample that everybody knows"),
        ({"OGL_SECRET_KEY": "short"}, "too short"),
        ({"OGL_SECRET_KEY": "ab" * 40}, "too regular"),
        ({"OGL_BASE_URL": ""}, "Set OGL_BASE_URL"),
        ({"OGL_BASE_URL": "http://labore.example.org"}, "Set OGL_BASE_URL"),
        ({"DATABASE_URL": ""}, "There is no database. Set DATABASE_URL"),
        ({"OGL_REQUIRE_SECOND_FACTOR": "no"}, "Set it to »offered«, »roles« or »all«"),
        ({"OGL_OIDC_ISSUER": "https://id.example.org"}, "OGL_OIDC_CLIENT_ID"),
        (
            {
                "OGL_OIDC_ISSUER": "http://id.example.org",
                "OGL_OIDC_CLIENT_ID": "portal",
                "OGL_OIDC_CLIENT_SECRET": "secret",
            },
            "not asked over HTTPS",
        ),
    ],
)
def test_production_does_not_start_without(production: dict[str, str], changes: dict[str, str], expected: str) -> None:
    done = manage(production | changes, "check")
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert expected in done.stderr


def test_everything_that_is_missing_is_said_at_once(production: dict[str, str]) -> None:
    done = manage(production | {"OGL_SECRET_KEY": "", "OGL_BASE_URL": "", "DATABASE_URL": ""}, "check")
    assert all(name in done.stderr for name in ("OGL_SECRET_KEY", "OGL_BASE_URL", "DATABASE_URL"))


def test_a_key_on_file_serves_as_well(production: dict[str, str]) -> None:
    del production["OGL_SECRET_KEY"]
    secret_file = Path(production["OGL_DATA_DIR"]) / secret.FILE_NAME
    secret_file.parent.mkdir()
    secret_file.write_text(f"{GOOD_KEY}\n")
    assert manage(production, "check").returncode == 0


def test_production_asks_everybody_for_a_second_factor(production: dict[str, str]) -> None:
    program = "from django.conf import settings; print(settings.OGL_REQUIRE_SECOND_FACTOR)"
    done = manage(production, "shell", "-c", program)
    assert done.stdout.split()[-1] == "all"


class TestSecretKey:
    @pytest.fixture(autouse=True)
    def _no_key_in_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("OGL_SECRET_KEY", raising=False)

    def test_made_once_and_for_its_owner_only(self, tmp_path: Path) -> None:
        key = secret.read_or_create(tmp_path / "var")
        assert secret.complaint(key) == ""
        assert secret.read_or_create(tmp_path / "var") == key
        assert (tmp_path / "var" / secret.FILE_NAME).stat().st_mode & 0o777 == 0o600
        assert [path.name for path in (tmp_path / "var").iterdir()] == [secret.FILE_NAME]

    def test_different_in_every_data_folder(self, tmp_path: Path) -> None:
        assert secret.read_or_create(tmp_path / "one") != secret.read_or_create(tmp_path / "two")

    def test_the_environment_comes_first(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OGL_SECRET_KEY", GOOD_KEY)
        assert secret.read_or_create(tmp_path / "var") == GOOD_KEY
        assert not (tmp_path / "var").exists()


class TestDatabaseAddress:
    def test_over_a_network(self) -> None:
        found = database_settings("postgresql://ogl:p%40ss@db.example.org:6432/portal")
        assert (found["HOST"], str(found["PORT"]), found["NAME"]) == ("db.example.org", "6432", "portal")
        assert (found["USER"], found["PASSWORD"]) == ("ogl", "p@ss")

    def test_over_a_socket_as_libpq_writes_it(self) -> None:
        found = database_settings("postgresql://ogl:secret@/portal?host=%2Frun%2FpostgreSQL&port=5433&sslmode=disable")
        assert (found["HOST"], found["PORT"], found["NAME"]) == ("/run/postgreSQL", "5433", "portal")
        assert found["OPTIONS"] == {"sslmode": "disable"}


def test_one_memory_for_all_processes_can_be_named(production: dict[str, str]) -> None:
    """Django brings what speaks to Valkey, but not the package that it needs for that."""
    asked = "from django.core.cache import cache; cache.get('a')"
    done = manage(production | {"CACHE_URL": "rediscache://127.0.0.1:1/0"}, "shell", "-c", asked)
    assert "Error 111 connecting to 127.0.0.1:1" in done.stderr


@pytest.mark.parametrize("name", ["local", "production", "test"])
def test_no_settings_change_what_others_build_on(name: str) -> None:
    """Modules of settings in one process share the dictionaries of base: who wants another value makes a new one."""
    tree = ast.parse((CHECKOUT / f"ogl_portal/settings/{name}.py").read_text(encoding="utf-8"))
    in_place = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.AugAssign)
        or (isinstance(node, ast.Assign) and any(isinstance(target, ast.Subscript) for target in node.targets))
    ]
    assert in_place == []


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], False),
        (["help"], False),
        (["migrate", "--help"], False),
        (["check"], False),
        (["check", "--database", "default"], True),
        (["inspect_pdf", "file.pdf", "--json"], False),
        (["migrate"], True),
        (["load_programme"], True),
    ],
)
def test_only_commands_that_ask_a_database_get_one(arguments: list[str], expected: bool) -> None:
    assert environment.needs_database(arguments) is expected
