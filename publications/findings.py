"""The findings of the accessibility check in words: what is wrong, what it means, how to mend it."""

from dataclasses import dataclass

from publications.models import FileVersion
from publications.pdf import rules


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
