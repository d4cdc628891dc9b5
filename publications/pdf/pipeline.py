"""From an upload to everything that the site shows of it: all steps in order, each in a child process with limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publications.pdf import hidden, legibility, opening, text
from publications.pdf.accept import MAX_BYTES, MAX_OBJECTS, MAX_PAGES, Accepted, RefusedPDF, accept, refusal
from publications.pdf.accessibility import ConformanceReport, check, worse_rules
from publications.pdf.blocks import ReadingView
from publications.pdf.clean import CleanedPDF, PublicRecord, clean
from publications.pdf.cover import CoverImage, cover
from publications.pdf.inspect import Inspection, inspect
from publications.pdf.pictures import FigurePicture, figure_pictures
from publications.pdf.process import Sandbox, StageFailed
from publications.pdf.reading import read

STAGES = ("accept", "inspect", "check_before", "clean", "check_after", "hidden", "text", "cover", "pictures")

Progress = Callable[[str, float], None]
"""Called with the name of the stage that begins and the share of all work that is done (0 to 1; at the end
"done", 1)."""

# Shares of the whole work, as measured on a tagged file of 200 pages.
_WEIGHTS = {
    "accept": 0.03,
    "inspect": 0.17,
    "check_before": 0.12,
    "clean": 0.2,
    "check_after": 0.1,
    "hidden": 0.05,
    "text": 0.2,
    "cover": 0.08,
    "pictures": 0.05,
}


# Looking for hidden text ends by itself and tells what it has not seen; nobody waits for it at a screen.
_PATIENT = {"time_limit": 45.0, "seconds": 55.0}


@dataclass(frozen=True)
class StageProblem:
    """A stage that could not do its work on a file that goes on all the same. `code` as in StageFailed."""

    stage: str
    code: str


@dataclass(frozen=True)
class ProcessedFile:
    """All results for one file. `public_path` is the cleaned file in the working folder.

    `worse`: rules of PDF/UA-1 that only the cleaned file breaks (expected to be empty). `problems`: what is missing
    because a limit was reached; then `reading` is None and `pages` empty, or there is no cover. `hidden`: what is
    in the public file and not seen on its pages; `reading` and `pages` are without it.
    """

    accepted: Accepted
    inspection: Inspection
    before: ConformanceReport
    cleaned: CleanedPDF
    after: ConformanceReport
    pages: tuple[text.PageText, ...]
    reading: ReadingView | None
    covers: tuple[CoverImage, ...]
    pictures: tuple[FigurePicture, ...]
    public_path: Path
    hidden: hidden.Hidden = hidden.NOTHING
    worse: tuple[str, ...] = ()
    problems: tuple[StageProblem, ...] = ()


@dataclass(frozen=True)
class ReadAgain:
    """What a public file says, as `ProcessedFile` and its `Inspection` have it."""

    hidden: hidden.Hidden
    pages: tuple[text.PageText, ...]
    reading: ReadingView
    pictures: tuple[FigurePicture, ...]
    legibility: legibility.Legibility


def read_again(sandbox: Sandbox, public: Path) -> ReadAgain:
    """Read the text of a public file that was cleaned before. Raises StageFailed or opening.CannotOpen."""
    unseen = sandbox.call(hidden.find, public, **_PATIENT)
    found: legibility.Legibility = sandbox.call(legibility.look, public, unseen.on(1))
    view = legibility.legible(sandbox.call(read, public, unseen), found.scanned, found.unreadable)
    pictures = sandbox.call(figure_pictures, public, view)
    return ReadAgain(unseen, text.from_reading(view), view, pictures, found)


def process(
    source: Path,
    workdir: Path,
    record: PublicRecord,
    progress: Progress | None = None,
    *,
    filename: str = "",
    max_bytes: int = MAX_BYTES,
    max_pages: int = MAX_PAGES,
    max_objects: int = MAX_OBJECTS,
) -> ProcessedFile:
    """Run all stages over `source`; the cleaned file is written into `workdir`, nothing else is left there.

    Raises RefusedPDF, with a German sentence, for a file that cannot be taken: one that `accept` refuses, or that
    cannot be inspected or cleaned within the limits. Failing text or covers do not stop a file.
    """
    source, workdir = Path(source), Path(workdir)
    name = filename or source.name
    target = workdir / "public.pdf"
    done = 0.0
    problems: list[StageProblem] = []

    def begin(stage: str) -> None:
        nonlocal done
        if progress is not None:
            progress(stage, round(done, 3))
        done += _WEIGHTS[stage]

    with Sandbox(reads=[source], writes=[workdir]) as sandbox:

        def must(stage: str, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            begin(stage)
            try:
                return sandbox.call(function, *args, **kwargs)
            except StageFailed:
                raise refusal("too_complex", filename=name) from None
            except opening.CannotOpen as error:
                raise refusal(error.code, filename=name) from None

        def may(stage: str, default: Any, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            begin(stage)
            try:
                return sandbox.call(function, *args, **kwargs)
            except StageFailed as failure:
                problems.append(StageProblem(stage, failure.code))
            except opening.CannotOpen as error:
                problems.append(StageProblem(stage, error.code))
            return default

        limits = {"max_bytes": max_bytes, "max_pages": max_pages, "max_objects": max_objects}
        accepted = must("accept", accept, source, filename=name, **limits)
        inspection = must("inspect", inspect, source)
        begin("check_before")
        before = check(source, sandbox=sandbox)
        try:
            cleaned = must("clean", clean, source, target, record=record)
        except RefusedPDF:
            target.unlink(missing_ok=True)
            raise
        begin("check_after")
        # What broke the limits once would do so again.
        after = before if before.error in ("timeout", "memory") else check(target, sandbox=sandbox)
        # Text is read from the public file: page anchors and search hits must fit what readers download.
        unseen = may("hidden", hidden.NOTHING, hidden.find, target, **_PATIENT)
        view = may("text", None, read, target, unseen)
        if view is not None:
            view = legibility.legible(view, inspection.scanned_pages, inspection.unreadable_pages)
        covers = may("cover", (), cover, target)
        pictures = may("pictures", (), figure_pictures, target, view) if view else ()
    if progress is not None:
        progress("done", 1.0)
    return ProcessedFile(
        accepted=accepted,
        inspection=inspection,
        before=before,
        cleaned=cleaned,
        after=after,
        pages=text.from_reading(view) if view else (),
        reading=view,
        covers=covers,
        pictures=pictures,
        public_path=target,
        hidden=unseen,
        worse=tuple(sorted(worse_rules(before, after))),
        problems=tuple(problems),
    )
