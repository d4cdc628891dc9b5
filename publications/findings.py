"""What was found in a file, in words: what is wrong, what it means, how to mend it; and what has to be decided."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.query import PageQuerySet

from publications.models import FileState, FileVersion, PublicationPage
from publications.pdf import rules, summary_de
from publications.pdf.hidden import REDACTIONS, Hidden, HiddenText
from publications.pdf.inspect import with_attachments


@dataclass(frozen=True)
class FileFinding:
    """Broken rules of PDF/UA-1 that share one explanation, and the number of places."""

    rule: rules.ConformanceRule
    count: int


def findings(version: FileVersion) -> list[FileFinding]:
    """What is wrong with the public file, most frequent first; empty where nothing is, or nothing was checked."""
    by_title: dict[str, FileFinding] = {}
    for failure in version.accessibility.get("failures", []):
        rule = rules.rule(failure["rule"])
        known = by_title.get(rule.title)
        by_title[rule.title] = FileFinding(rule, failure["count"] + (known.count if known else 0))
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


def active_content(version: FileVersion) -> list[str]:
    """For staff only: what a signed file, which is published as it is, would run or bring along at its readers."""
    return summary_de.kept_active(kept_active(version))


def kept_active(version: FileVersion) -> dict[str, int]:
    """The same by kind and number; empty for a file that is cleaned."""
    found = version.inspection
    if found.get("signature") != "real":
        return {}
    return with_attachments(found.get("active_content", {}), len(found.get("attachments", ())))


def why_undecided(version: FileVersion) -> str:
    """In German sentences, why a person has to decide whether the version may be public: text that somebody probably
    meant to make unreadable is in it, or active content that cannot be taken out. Empty where nobody has to, or
    somebody has."""
    if version.hidden_accepted_at is not None:
        return ""
    hidden = "In der Datei ist Text verborgen." if version.hidden_text.get("redaction") else ""
    active = summary_de.KEPT_ACTIVE if kept_active(version) else ""
    return " ".join(filter(None, (hidden, active)))


def needs_decision(version: FileVersion) -> bool:
    """Whether `why_undecided` has something to say."""
    return bool(why_undecided(version))


_ACTIVE = Q(inspection__signature="real") & (~Q(inspection__active_content={}) | ~Q(inspection__attachments=[]))


def undecided() -> QuerySet[FileVersion]:
    """The versions that wait for a decision, those that are public already among them."""
    public = Q(Q(hidden_text__redaction=True) | _ACTIVE, state=FileState.READY, hidden_accepted_at__isnull=True)
    return FileVersion.objects.filter(Q(state=FileState.HELD) | public)


def published_without_file() -> PageQuerySet:
    """Public publications that show no file, because the only one that could be waits for a decision."""
    versions = FileVersion.objects.filter(publication=OuterRef("pk"))
    return PublicationPage.objects.live().filter(
        Exists(versions.filter(state=FileState.HELD)), ~Exists(versions.filter(state=FileState.READY))
    )
