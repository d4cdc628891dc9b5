"""What documents for engineers name is there: paths, commands of manage.py and scripts. Moves keep documents true."""

import re
import subprocess
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

CHECKOUT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    *(CHECKOUT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((CHECKOUT / "docs/engineering").rglob("*.md")),
]
# Made on a machine, and what stands outside of the repository.
ELSEWHERE = re.compile(r"^(?:var|static/dist|node_modules|\.venv|docs/sbom|\.\.)(?:/|$)|^[~/$<]")
NOT_OURS = {
    *("aenderungen/3/", "archiv/2022/", "atom.xml"),  # addresses below a page
    *("pdfua/", "wild/"),  # folders of real-world PDFs
    *("files/", "full_size_images/", "security-log/security-YYYY-MM-DD.jsonl"),  # in the data folder
    ".po",
}
# A path is told by its folder or by how it ends.
PATH = re.compile(r"^[\w.{},*-]+(?:/[\w.{},*-]+)*/?$")
ENDING = re.compile(r"\.(?:py|mjs|js|scss|css|html|md|toml|txt|json|jsonc|ya?ml|in|sh|po|svg|xml)$")


def code_in(text: str) -> list[str]:
    """What stands in backticks, without whole blocks of code."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


@cache
def tracked() -> frozenset[str]:
    """Every file and folder of the repository."""
    listed = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    files = [Path(line) for line in listed.splitlines() if (CHECKOUT / line).exists()]
    return frozenset({str(path) for path in files} | {str(parent) for path in files for parent in path.parents})


def expanded(path: str) -> list[str]:
    """``a/{b,c}.py`` as both paths."""
    found = re.search(r"\{([^}]*)\}", path)
    if not found:
        return [path]
    return [one for part in found[1].split(",") for one in expanded(path[: found.start()] + part + path[found.end() :])]


def is_there(path: str) -> bool:
    """Whole, or from some folder on, a module with or without its ending: documents say ``checks/store``."""
    if not ENDING.search(path) and is_there(f"{path}.py"):
        return True
    wanted = path.rstrip("/")
    if "*" in wanted:
        return any(fnmatchcase(one, wanted) or fnmatchcase(one, f"*/{wanted}") for one in tracked())
    return wanted in tracked() or any(one.endswith(f"/{wanted}") for one in tracked())


def paths_in(text: str) -> set[str]:
    spans = {span.partition("::")[0] for span in code_in(text)} - NOT_OURS
    return {
        span
        for span in spans
        if PATH.match(span) and not ELSEWHERE.match(span) and (ENDING.search(span) or "/" in span)
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_every_path_is_there(document: Path) -> None:
    named = {one for path in paths_in(document.read_text()) for one in expanded(path)}
    assert sorted(path for path in named if not is_there(path)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_every_command_is_there(document: Path) -> None:
    text = document.read_text()
    commands = set(re.findall(r"manage\.py ([a-z][a-z_]+)", text))
    assert sorted(commands - set(get_commands())) == []
    scripts = set(re.findall(r"\bscript/([a-z][\w-]*(?:\.\w+)?)", text))
    assert sorted(name for name in scripts if not (CHECKOUT / "script" / name).exists()) == []


def test_the_map_of_the_house_is_true() -> None:
    text = (CHECKOUT / "docs/engineering/architecture.md").read_text()
    house = text.partition("## How it is cut")[2].split("```")[1]
    named = re.findall(r"(?<![\w<>/.(])[\w.-]+(?:/[\w.-]+)*(?:/|\.py\b)(?![\w<])", house)
    assert len(named) > 30
    assert [path for path in named if not ELSEWHERE.match(path) and not is_there(path)] == []
    rooms = {path.parent.name for path in (CHECKOUT / "ogl_portal").glob("*/__init__.py")}
    assert sorted(rooms - {path.rstrip("/") for path in named}) == []


def test_a_path_that_is_gone_is_found() -> None:
    text = "`core/gone.py`, `core/models/page.py`, `tests/{conftest,gone}.py`, `/admin/x/`, `var/x.py`, `A/B test`"
    assert sorted(one for path in paths_in(text) for one in expanded(path) if not is_there(one)) == [
        "core/gone.py",
        "tests/gone.py",
    ]
