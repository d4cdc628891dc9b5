"""Lighthouse over the kinds of page: 100 in accessibility, best practices and SEO."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.audit.crawl import Answer

COMMAND = Path(__file__).parent / "node_modules/.bin/lighthouse"
CATEGORIES = ("accessibility", "best-practices", "seo")
_SECONDS = 180


@dataclass
class Score:
    """Points out of 100 by category, and what took some away."""

    address: str
    points: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    hidden: bool = False  # the page asks search engines to leave it out, so that is no fault of it

    def faults(self) -> list[str]:
        return self.lost or [f"{name}: {points}" for name, points in self.points.items() if points < 100]


def measure(site: str, answer: Answer, chromium: str) -> Score:
    """Run Lighthouse in its mobile preset (its default) over one page."""
    score = Score(answer.address, hidden='name="robots" content="noindex' in answer.html)
    ran = subprocess.run(
        [
            COMMAND,
            f"{site}{answer.address}",
            "--quiet",
            "--output=json",
            f"--only-categories={','.join(CATEGORIES)}",
            "--chrome-flags=--headless --no-sandbox --disable-gpu",
            *(["--skip-audits=is-crawlable"] if score.hidden else []),
        ],
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    try:
        result = json.loads(ran.stdout)
    except ValueError:
        score.lost.append(f"Lighthouse brach ab: {ran.stderr.strip()[-300:]}")
        return score
    if "runtimeError" in result:
        score.lost.append(f"Lighthouse brach ab: {result['runtimeError']['message']}")
        return score
    for name, category in result["categories"].items():
        score.points[name] = round((category["score"] or 0) * 100)
        for reference in category["auditRefs"]:
            audit = result["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                score.lost.append(f"{name} {score.points[name]}: {audit['id']}: {audit['title']}")
    return score
