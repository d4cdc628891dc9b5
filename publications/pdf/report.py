"""What `manage.py inspect_pdf` says about a file: one plain dictionary, whatever the file is."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ogl_portal.german.formats import and_list
from publications.pdf import hidden, opening, rules, summary_de
from publications.pdf.accept import MAX_BYTES, RefusedPDF, accept, refusal
from publications.pdf.accessibility import ConformanceReport, check
from publications.pdf.inspect import Inspection, inspect
from publications.pdf.process import Sandbox, StageFailed

TIME_LIMIT = 18.0
"""Seconds for all steps over one file."""


def inspect_line(path: Path, *, seconds: float = TIME_LIMIT, max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """Accept, inspect and check the file. Never raises for a bad file.

    Always: `file`, `ok`. If ok is false: `error` (German), `code`. Else `pages`, `title`, `language`, `tagged`,
    `outline` (level, title, page), `conforms_ua1` (None if not checked; then `check_error`), `failures` (rule, clause,
    count, title), `scanned_pages`, `active_content` (kind → count), `attachments`, `hidden_text` (page, reason, text),
    `hidden_unchecked` (pages), `hidden_de` (sentences) and more. `sha256` where readable.
    """
    path = Path(path)
    line: dict[str, Any] = {"file": os.fsencode(path).decode("utf-8", "replace"), "ok": False}
    deadline = time.monotonic() + seconds

    def left() -> float:
        return max(0.5, deadline - time.monotonic())

    try:
        with Sandbox(reads=[path]) as sandbox:
            accepted = sandbox.call(accept, path, filename=path.name, seconds=left(), max_bytes=max_bytes)
            inspection = sandbox.call(inspect, path, seconds=left())
            report = check(path, seconds=left(), sandbox=sandbox)
            unseen = _hidden(path, sandbox, left())
    except RefusedPDF as refused:
        return line | _reason(refused) | _hash(path, max_bytes)
    except opening.CannotOpen as error:
        return line | _reason(refusal(error.code, filename=path.name)) | _hash(path, max_bytes)
    except StageFailed:
        return line | _reason(refusal("too_complex", filename=path.name)) | _hash(path, max_bytes)
    except OSError:
        return line | _reason(refusal("missing", filename=path.name))
    return (
        line
        | {"ok": True, "repaired": accepted.repaired, "encrypted": accepted.encrypted}
        | _facts(inspection, report)
        | unseen
    )


def _hidden(path: Path, sandbox: Sandbox, seconds: float) -> dict[str, Any]:
    """What is in the file and not seen on its pages; `hidden_error` if that could not be found out."""
    line: dict[str, Any] = {"hidden_text": [], "hidden_unchecked": [], "hidden_de": [], "hidden_error": ""}
    try:
        # A little less than is left, so that the step ends by itself and tells of the pages it has seen.
        found = sandbox.call(hidden.find, path, seconds=seconds, time_limit=max(0.1, seconds - 1))
    except StageFailed as failed:
        return line | {"hidden_error": failed.code}
    except opening.CannotOpen as error:
        return line | {"hidden_error": error.code}
    return line | {
        "hidden_text": [asdict(entry) for entry in found.found],
        "hidden_unchecked": [*found.unchecked, *found.unchecked_scans],
        "hidden_de": summary_de.hidden(found),
    }


def _reason(refused: RefusedPDF) -> dict[str, str]:
    return {"error": refused.message_de, "code": refused.code}


def _facts(inspection: Inspection, report: ConformanceReport) -> dict[str, Any]:
    return {
        "pages": inspection.pages,
        "title": inspection.title,
        "language": inspection.language,
        "tagged": inspection.tagged,
        "outline": [{"level": item.level, "title": item.title, "page": item.page} for item in inspection.outline],
        "conforms_ua1": report.conforms,
        "check_error": report.error,
        "failures": [
            {
                "rule": item.rule,
                "clause": item.clause,
                "count": item.count,
                "title": rules.rule(item.rule).title,
            }
            for item in report.failures
        ],
        "failures_de": summary_de.failures(report),
        "label": summary_de.label(report),
        "scanned_pages": list(inspection.scanned_pages),
        "unreadable_pages": [
            {"page": item.number, "share": round(item.share, 4)} for item in inspection.unreadable_pages
        ],
        "active_content": inspection.active_content,
        "attachments": [{"name": item.name, "size": item.size} for item in inspection.attachments],
        "signatures": inspection.signatures,
        "signature": inspection.signature,
        "pictures": inspection.pictures,
        "pictures_without_alt": [item.page for item in inspection.pictures_without_alt],
        "fonts_not_embedded": [font.name for font in inspection.fonts if not font.embedded],
        "comments": inspection.comments,
        "hidden_layers": list(inspection.hidden_layers),
        "author": inspection.author,
        "producer": inspection.producer,
        "date": inspection.date,
        "first_page_text": inspection.first_page_text,
        "size": inspection.size,
        "sha256": inspection.sha256,
    }


def _hash(path: Path, max_bytes: int) -> dict[str, str]:
    try:
        if path.stat().st_size > max_bytes:
            return {}
        with path.open("rb") as file:
            return {"sha256": hashlib.file_digest(file, "sha256").hexdigest()}
    except OSError:
        return {}


def in_words(line: dict[str, Any]) -> str:
    """A line of `inspect_line` as German text for people."""
    if not line["ok"]:
        return f"{line['file']}\n  {line['error']}"
    words = [
        line["file"],
        f"  {summary_de.count(line['pages'], 'Seite', 'Seiten')}, Titel: {line['title'] or '(keiner)'}, "
        f"Sprache: {line['language'] or '(nicht angegeben)'}, {'mit' if line['tagged'] else 'ohne'} Tags",
        f"  {line['label']}",
    ]
    words.extend(f"    {failure}" for failure in line["failures_de"])
    if line["scanned_pages"]:
        words.append(f"  Nur Bild, kein Text: {summary_de.pages(line['scanned_pages'])}")
    if line["active_content"]:
        kinds = line["active_content"].items()
        words.append(f"  Aktive Inhalte: {and_list(f'{kind} ({count}-mal)' for kind, count in kinds)}")
    if line["attachments"]:
        words.append(f"  Anhänge: {and_list(item['name'] for item in line['attachments'])}")
    if line["outline"]:
        words.append(f"  Lesezeichen: {len(line['outline'])}")
    words.extend(f"  {sentence}" for sentence in line["hidden_de"])
    words.append(f"  SHA-256: {line['sha256']}")
    return "\n".join(words)
