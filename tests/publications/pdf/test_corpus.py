"""Our own and real-world files: every verdict right, every file read or refused, nothing lost, nothing worse."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops

from publications.pdf import marked, opening, rules, wording
from publications.pdf.accept import RefusedPDF, accept
from publications.pdf.accessibility import check, worse_rules
from publications.pdf.blocks import ReadingView
from publications.pdf.clean import PublicRecord, clean
from publications.pdf.inspect import inspect
from publications.pdf.process import Sandbox
from publications.pdf.reading import read
from publications.pdf.text import from_reading
from tests.publications.pdf import corpus
from tests.publications.pdf.own_files import OwnFile

RECORD = PublicRecord("Ein Titel & <Zeichen>", "de", "https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0")

READS = [*filter(None, [corpus.folder()]), Path(__file__).parents[2]]
"""What the child reads beside the files of a test: the corpus, and functions of ours."""


@pytest.fixture
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The file that a test is run with; our own are written first."""
    if isinstance(request.param, OwnFile):
        path = tmp_path / f"{request.param.name}.pdf"
        path.write_bytes(request.param.make_bytes())
        return path
    return request.param


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with Sandbox(reads=READS, writes=[tmp_path_factory.getbasetemp()]) as shared:
        yield shared


@corpus.every("pdfua")
def test_every_verdict_is_right(path: Path, sandbox: Sandbox) -> None:
    report = check(path, sandbox=sandbox)
    assert report.conforms is ("-pass-" in path.name), report.failures


@corpus.every("pdfua", "wild")
def test_every_broken_rule_has_a_german_text(path: Path, sandbox: Sandbox) -> None:
    unknown = check(path, sandbox=sandbox).failed_rules - rules.all_rules().keys()
    assert not unknown


def characters(text: str) -> Counter[str]:
    """The visible characters; hyphens aside, as those at the end of a line are joined or kept by their surroundings."""
    return Counter(char for char in text if not char.isspace() and char != "-")


def page_texts(path: Path) -> str:
    """The text of all pages as PDFium gives it, in its own order."""
    with opening.open_pages(path) as document:
        pages = (opening.load_page(document, index) for index in range(len(document)))
        return "\n".join(wording.tidy(marked.page_text(page)) for page in pages if page is not None)


def refusal_of(path: Path, sandbox: Sandbox) -> str:
    """The German reason for which the file is not taken, "" if it is."""
    try:
        sandbox.call(accept, path, filename=path.name)
    except RefusedPDF as refused:
        return refused.message_de
    return ""


@corpus.every("pdfua", "wild")
def test_each_file_is_read_or_refused_in_german(path: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    reason = refusal_of(path, sandbox)
    if reason:
        assert reason.startswith("Die ")
        assert "Bitte" in reason
        return
    inspection = sandbox.call(inspect, path)
    assert inspection.pages == len(inspection.page_labels) > 0

    view: ReadingView = sandbox.call(read, path)
    assert view.complete
    wanted = characters(sandbox.call(page_texts, path))
    got = characters("\n".join(page.text for page in from_reading(view)))
    assert (wanted - got).total() <= 0.005 * wanted.total()

    public = tmp_path / "public.pdf"
    cleaned = sandbox.call(clean, path, public, record=RECORD)
    after = sandbox.call(inspect, public)
    assert after.pages == inspection.pages
    assert after.outline == inspection.outline
    assert after.tagged == inspection.tagged
    if not cleaned.signed:
        assert (after.active_content, after.attachments, after.author, after.producer) == ({}, (), "", "")
        assert after.title == RECORD.title
    assert not worse_rules(check(path, sandbox=sandbox), check(public, sandbox=sandbox))

    again = tmp_path / "again.pdf"
    assert sandbox.call(clean, path, again, record=RECORD) == cleaned
    assert again.read_bytes() == public.read_bytes()


def picture(path: Path, index: int) -> Image.Image | None:
    with opening.open_pages(path) as document:
        try:
            page = document[index]
        except pdfium.PdfiumError:
            return None
        width, height = page.get_size()
        scale = min(1.0, 900 / max(width, height, 1))
        return page.render(scale=scale).to_pil().convert("RGB")


@corpus.every("pdfua", "wild")
def test_pages_look_the_same_before_and_after(path: Path, tmp_path: Path) -> None:
    public = tmp_path / "public.pdf"
    try:
        cleaned = clean(path, public, record=RECORD)
    except opening.CannotOpen:
        return  # refused, see above
    before, after = picture(path, 0), picture(public, 0)
    if before is None or after is None:
        assert before is None
        return
    assert before.size == after.size
    difference = ImageChops.difference(before, after).convert("L").point(lambda value: 255 if value > 40 else 0)
    changed = difference.histogram()[255] / (before.width * before.height)
    # The paper clip of an attachment goes with it; nothing else may change.
    clips = sum(entry.count for entry in cleaned.removed if entry.kind == "FileAttachment")
    assert changed <= 0.001 * clips


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A child process of which nothing else asks anything."""
    with Sandbox(reads=[*READS, Path("/proc/self")], writes=[tmp_path_factory.getbasetemp()]) as fresh:
        yield fresh


@corpus.every("wild")
def test_no_file_needs_much_memory(path: Path, measured: Sandbox) -> None:
    with contextlib.suppress(RefusedPDF, opening.CannotOpen):
        measured.call(accept, path, filename=path.name)
        measured.call(inspect, path)
    assert measured.call(own_peak) < 500 * 1024 * 1024


def own_peak() -> int:
    """Peak memory of this process in bytes.

    Not ``ru_maxrss``: that one keeps the size which the process had as a fork, before it became another program, so
    it would measure the test run that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024  # type: ignore[index]
