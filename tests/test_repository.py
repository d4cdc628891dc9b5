"""What every clone relies on: locks that name no host and match what is asked for, scripts that can be run."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import quick

CHECKOUT = Path(__file__).resolve().parent.parent
LOCKS = [
    *sorted((CHECKOUT / "requirements").glob("*.txt")),
    CHECKOUT / "package-lock.json",
    CHECKOUT / "tests/audit/package-lock.json",
    CHECKOUT / "tests/observatory/package-lock.json",
    CHECKOUT / "tests/ace/package-lock.json",
]
SCRIPTS = ["bootstrap", "server", "test", "lint", "lock", "bench", "audit", "sbom", "advisories", "image"]


def wanted(file: Path) -> set[str]:
    """The packages that a requirements file asks for, those of the files it includes not among them."""
    lines = [line.partition("#")[0].strip() for line in file.read_text().splitlines()]
    return {canonicalize_name(Requirement(line).name) for line in lines if line and not line.startswith("-r")}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_host(lock: Path) -> None:
    text = lock.read_text()
    if lock.name == "package-lock.json":
        # Where a package's author asks for support is not where it is fetched from.
        text = re.sub(r'"funding": (\{[^}]*\}|\[[^\]]*\])', "", text)
        assert '"resolved"' not in text
    assert not re.search(r"\w+://", text)
    assert "index-url" not in text
    assert "find-links" not in text


@pytest.mark.parametrize("name", ["installer", "base", "dev", "documents", "advisories"])
def test_a_lock_pins_all_that_is_asked_for_by_hash(name: str) -> None:
    folder = CHECKOUT / "requirements"
    entries = re.split(r"\n(?=\S)", (folder / f"{name}.txt").read_text().strip())
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    pinned = {canonicalize_name(entry.partition("==")[0].partition("[")[0]) for entry in entries}
    asked = wanted(folder / f"{name}.in") | (wanted(folder / "base.in") if name == "dev" else set())
    assert asked <= pinned, "run script/lock"


@pytest.mark.parametrize("lock", [path for path in LOCKS if path.suffix == ".json"], ids=lambda path: path.parent.name)
def test_every_package_of_the_front_end_has_its_checksum(lock: Path) -> None:
    packages = {place: entry for place, entry in json.loads(lock.read_text())["packages"].items() if place}
    assert packages
    assert all(entry.get("integrity", "").startswith("sha512-") for entry in packages.values())


def test_python_packages_are_installed_by_hash_alone() -> None:
    """A package that was changed in the registry, or one of the same name elsewhere, is refused."""
    calls = [
        line
        for script in (CHECKOUT / "script").iterdir()
        if script.is_file()
        for line in script.read_text().splitlines()
        if re.search(r"pip install\b.* -r", line)
    ]
    assert len(calls) >= 4
    assert all("--require-hashes" in line for line in calls)


def test_only_what_is_a_program_can_be_run() -> None:
    listed = subprocess.run(["git", "ls-files", "-s"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    programs = {line.partition("\t")[2] for line in listed.splitlines() if line.startswith("100755")}
    assert programs == {
        ".ci/run",
        "manage.py",
        *(
            str(path.relative_to(CHECKOUT))
            for path in (CHECKOUT / "script").iterdir()
            if path.read_bytes()[:2] == b"#!"
        ),
    }


@pytest.mark.parametrize("name", ["base", "dev"])
def test_no_lock_brings_the_encoder_under_the_gpl(name: str) -> None:
    """Wagtail asks for pillow-heif, whose wheels hold x265; nothing beside the lock is installed (--no-deps)."""
    assert "pillow-heif" not in (CHECKOUT / f"requirements/{name}.txt").read_text()
    installing = [line for line in (CHECKOUT / "script/bootstrap").read_text().splitlines() if '-r "$lock"' in line]
    assert installing
    assert all("--no-deps" in line for line in installing)


def test_both_locks_agree() -> None:
    base, dev = (
        set(
            re.findall(
                r"^([\w.-]+(?:\[\w+\])?==\S+)", (CHECKOUT / f"requirements/{name}.txt").read_text(), re.MULTILINE
            )
        )
        for name in ("base", "dev")
    )
    assert base <= dev, "run script/lock"


def test_every_dependency_is_accounted_for() -> None:
    told = (CHECKOUT / "docs/engineering/dependencies.md").read_text().lower()
    names = {name for file in ("installer", "base", "dev") for name in wanted(CHECKOUT / f"requirements/{file}.in")}
    front_end = json.loads((CHECKOUT / "package.json").read_text())
    names |= {*front_end["dependencies"], *front_end["devDependencies"]}
    missing = sorted(name for name in names if f"`{name}`" not in told)
    assert not missing, f"docs/engineering/dependencies.md says nothing about {', '.join(missing)}"


@pytest.mark.parametrize("path", [*quick.ALWAYS, *quick.SLOW])
def test_what_the_quick_run_names_is_there(path: str) -> None:
    assert (CHECKOUT / path).exists()


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_can_be_run_from_anywhere(name: str) -> None:
    script = CHECKOUT / "script" / name
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script]).returncode == 0
    assert "set -euo pipefail" in script.read_text()
    assert 'cd "$(dirname "${BASH_SOURCE[0]}")/.."' in script.read_text()


def test_types_are_checked_everywhere() -> None:
    """What mypy may pass over stands in the line itself, never in a list of modules."""
    overrides = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["mypy"].get("overrides", [])
    assert [rule["module"] for rule in overrides if rule.get("ignore_errors")] == []


@pytest.mark.parametrize("name", [".gitlab-ci.yml", ".github/workflows/ci.yml"])
def test_a_forge_runs_what_we_run(name: str) -> None:
    """And nothing made by others that would have to be pinned."""
    text = (CHECKOUT / name).read_text()
    assert re.search(r"^ +(- |- run: |run: )\.ci/run$", text, re.MULTILINE)
    assert not re.search(r"\b(uses|include):", text)


def test_what_runs_before_a_commit_comes_from_the_locked_environment() -> None:
    text = (CHECKOUT / ".pre-commit-config.yaml").read_text()
    assert re.findall(r"repo: (.+)", text) == ["local"]
    assert {*re.findall(r"language: (.+)", text)} == {"system"}
    programs = [word for entry in re.findall(r"entry: (.+)", text) for word in entry.split() if "bin/" in word]
    assert [program for program in programs if not (CHECKOUT / program).exists()] == []
