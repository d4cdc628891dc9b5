"""What was found in a file, in words: what is wrong, what it means, how to mend it; and what has to be decided."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.query import PageQuerySet

from publications.models import FileState, FileVersion, PublicationPage
from publications.pdf import rules, summary_de
from publications.pdf.hidden import REDACTIONS, Hidden, HiddenText


@dataclass(frozen=True)
class Finding:
    """Broken rules of PDF/UA-1 that share one explanation, and the number of places."""

    rule: rules.Rule
    count: int


def findings(version: FileVersion) -> list[Finding]:
    """What is wrong with the public file, most frequent first; empty where nothing is, or nothing was checked."""
    by_title: dict[str, Finding] = {}
    for failure in version.accessibility.get("failures", []):
        rule = rules.rule(failure["rule"])
        known = by_title.get(rule.title)
        by_title[rule.title] = Finding(rule, failure["count"] + (known.count if known else 0))
    return sorted(by_title.values(), key=lambda finding: (-finding.count, finding.rule.title))


def hidden_data(result: Hidden, *, failed: bool = False) -> dict[str, Any]:
    """What is kept of hidden text, in ``FileVersion.hidden_text``; ``redaction`` if a person has to decide, as also
    where the search for it ``failed`` or left out pages that are no scans."""
    return {
        "found": [asdict(entry) for entry in result.found],
        "unchecked": list(result.unchecked),
        "redaction": failed or bool(result.unchecked) or any(entry.reason in REDACTIONS for entry in result.found),
        "unchecked_scans": list(result.unchecked_scans),
        "failed": failed,
    }


def hidden_text(version: FileVersion) -> list[str]:
    """For staff only: what text of the file nobody sees on its pages, where, and how to mend it."""
    kept = version.hidden_text
    found = tuple(HiddenText(**entry) for entry in kept.get("found", []))
    unchecked, scans = tuple(kept.get("unchecked", [])), tuple(kept.get("unchecked_scans", []))
    lines = summary_de.hidden(Hidden(found, unchecked=unchecked, unchecked_scans=scans))
    return [summary_de.HIDDEN_UNKNOWN, *lines] if kept.get("failed") else lines


def needs_decision(version: FileVersion) -> bool:
    """Whether text that somebody probably meant to make unreadable is in the file, and nobody has said that it may be
    public all the same."""
    return bool(version.hidden_text.get("redaction")) and version.hidden_accepted_at is None


def undecided() -> QuerySet[FileVersion]:
    """The versions that wait for a decision, those that are public already among them."""
    public = Q(state=FileState.READY, hidden_text__redaction=True, hidden_accepted_at__isnull=True)
    return FileVersion.objects.filter(Q(state=FileState.HELD) | public)


def published_without_file() -> PageQuerySet:
    """Public publications that show no file, because the only one that could be waits for a decision."""
    versions = FileVersion.objects.filter(publication=OuterRef("pk"))
    return PublicationPage.objects.live().filter(
        Exists(versions.filter(state=FileState.HELD)), ~Exists(versions.filter(state=FileState.READY))
    )
