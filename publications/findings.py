"""The findings of the accessibility check in words: what is wrong, what it means, how to mend it."""

from dataclasses import dataclass

from publications.models import FileVersion
from publications.pdf import rules


@dataclass(frozen=True)
class Finding:
    """A broken rule of PDF/UA-1 with the number of places and its German explanation."""

    rule: rules.Rule
    count: int


def findings(version: FileVersion) -> list[Finding]:
    """The broken rules of the public file, most frequent first; empty where nothing is wrong or nothing was checked."""
    failures = version.accessibility.get("failures", [])
    found = [Finding(rules.rule(failure["rule"]), failure["count"]) for failure in failures]
    return sorted(found, key=lambda finding: (-finding.count, finding.rule.title))
