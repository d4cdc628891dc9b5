"""PDF/UA-1, checked by machine. The checker is replaceable: anything that takes a path and gives a report."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import page
import pikepdf

from publications.pdf import opening, rules
from publications.pdf.process import MEMORY_LIMIT, Sandbox, StageFailed

TIME_LIMIT = 20.0
"""Seconds that a check may take."""


@dataclass(frozen=True)
class RuleFailure:
    """A rule of PDF/UA-1 that the file breaks. `clause` is that of ISO 14289-1; `example` is the checker's first
    message about it (English, for experts)."""

    rule: str
    clause: str
    count: int
    example: str


@dataclass(frozen=True)
class ConformanceReport:
    """`conforms` is None if the check could not be done; then `error` says why ("timeout", "memory",
    "damaged", ...)."""

    conforms: bool | None
    failures: tuple[RuleFailure, ...] = ()
    error: str = ""
    checker: str = ""

    @property
    def failed_rules(self) -> frozenset[str]:
        return frozenset(failure.rule for failure in self.failures)


def check(
    path: Path, *, seconds: float = TIME_LIMIT, memory: int = MEMORY_LIMIT, sandbox: Sandbox | None = None
) -> ConformanceReport:
    """Check the file in a child process with limits. Never raises for a bad file."""
    try:
        if sandbox is not None:
            return sandbox.call(check_by_page_validation, Path(path), seconds=seconds)
        with Sandbox(reads=[path], memory=memory) as own:
            return own.call(check_by_page_validation, Path(path), seconds=seconds)
    except StageFailed as failure:
        return ConformanceReport(None, error=failure.code, checker=checker_name())


def checker_name() -> str:
    """Name and version of the checker, for the record of a check."""
    return f"page-validation {version('page-validation')}"


def check_by_page_validation(path: Path) -> ConformanceReport:
    """The check itself, in this process: only for trusted files, or inside the sandbox."""
    limits = page.SafetyLimits(
        max_decoded_stream_size=128 * 1024 * 1024, max_total_decoded_content_size=512 * 1024 * 1024
    )
    try:
        found = page.validate_pdf(os.fspath(path), profile="ua1", limits=limits)
    except page.SafetyLimitError:
        return ConformanceReport(None, error="limit", checker=checker_name())
    except page.ParseError:
        return _check_repaired(path, limits)
    except page.PageError as error:
        return ConformanceReport(None, error=f"checker: {error}"[:300], checker=checker_name())
    return _report(found)


def _check_repaired(path: Path, limits: page.SafetyLimits) -> ConformanceReport:
    """A file that only a repair makes readable: what the repaired file breaks. It never conforms as it stands."""
    folder = Path(tempfile.mkdtemp(prefix="pdf-check-"))
    try:
        copy = folder / "repaired.pdf"
        with opening.open_pdf(path) as opened:
            opened.pdf.save(copy)
        report = _report(page.validate_pdf(os.fspath(copy), profile="ua1", limits=limits))
    except (opening.CannotOpen, pikepdf.PdfError, page.PageError):
        return ConformanceReport(None, error="damaged", checker=checker_name())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return ConformanceReport(False, report.failures, error="damaged", checker=report.checker)


def _report(found: page.ValidationReport) -> ConformanceReport:
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for failure in found.failures:
        counts[failure.rule_id] += 1
        examples.setdefault(failure.rule_id, failure.message[:300])
    failures = tuple(
        RuleFailure(rule, rules.clause(rule), count, examples[rule]) for rule, count in sorted(counts.items())
    )
    return ConformanceReport(found.is_compliant, failures, checker=checker_name())


def worse_rules(before: ConformanceReport, after: ConformanceReport) -> frozenset[str]:
    """Rules that `after` breaks and `before` does not. Empty if either could not be checked."""
    if before.conforms is None or after.conforms is None:
        return frozenset()
    return after.failed_rules - before.failed_rules
