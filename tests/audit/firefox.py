"""What Firefox makes of the kinds of page: at 400 per cent, with text set apart, in forced colours."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.measures import CUT_BY_SPACING, LOST_IN_FORCED_COLOURS, NARROWEST, OVERFLOWING

SCRIPT = Path(__file__).parent / "firefox.mjs"
MISSING = "No Firefox: install it (on Debian: apt-get install firefox-esr)."
# A window of 1280 x 1024 at 400 per cent. What sticks to an edge of it leaves half of it to the text.
_ZOOMED = {"width": NARROWEST, "height": 256}
_COVERED = """() => {
    scrollTo({top: document.documentElement.scrollHeight / 2, behavior: 'instant'});
    const sticks = [...document.querySelectorAll('body *')].filter((one) => {
        const box = one.getBoundingClientRect();
        return /fixed|sticky/.test(getComputedStyle(one).position) && one.checkVisibility()
            && box.bottom > 0 && box.top < innerHeight && (box.top <= 1 || box.bottom >= innerHeight - 1);
    });
    const tall = sticks.filter((one) => one.getBoundingClientRect().height > innerHeight / 2);
    return tall.map((one) => `${one.localName}.${one.className} covers the page`);
}"""
QUESTIONS = [
    {"name": "400 %", "script": OVERFLOWING, **_ZOOMED},
    {"name": "400 %, was stehen bleibt", "script": _COVERED, **_ZOOMED},
    {"name": "Text mit Abstand", "script": CUT_BY_SPACING, **_ZOOMED},
    {"name": "erzwungene Farben", "script": LOST_IN_FORCED_COLOURS, "width": 1280, "height": 800, "forced": True},
]


@dataclass
class FirefoxVisit:
    """Faults of one address in Firefox by question; good ones are left out."""

    address: str
    faults_by_question: dict[str, list[str]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    broken_off: str = ""

    def faults(self) -> list[str]:
        """Everything wrong, as German sentences."""
        found = [f"Firefox brach ab: {self.broken_off}"] if self.broken_off else []
        found += [f"Meldung von Firefox: {text}" for text in self.complaints]
        return found + [f"Firefox, {name}: {text}" for name, texts in self.faults_by_question.items() for text in texts]


def find_firefox() -> str | None:
    return shutil.which("firefox-esr") or shutil.which("firefox")


def visit_in_firefox(site: str, addresses: Iterable[str], firefox: str) -> Iterator[FirefoxVisit]:
    """Visits as they are done. The packages of tests/audit must be installed, as ``script/audit --firefox`` does."""
    wanted = {"executable": firefox, "site": site, "addresses": list(addresses), "questions": QUESTIONS}
    with subprocess.Popen(["node", SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:
        assert node.stdin
        assert node.stdout
        node.stdin.write(json.dumps(wanted))
        node.stdin.close()
        for line in node.stdout:
            said = json.loads(line)
            yield FirefoxVisit(said["address"], said["faults"], said["complaints"], said["broken_off"])
    if node.returncode:
        raise OSError(f"Firefox ended with code {node.returncode}; what it said stands above.")
