"""The findings as one HTML file that needs nothing else, and as JSON beside it."""

import datetime
import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from tests.audit.crawl import Answer
from tests.audit.firefox import FirefoxVisit
from tests.audit.lighthouse import Score
from tests.audit.visit import MODES, Visit

_TEMPLATE = Path(__file__).with_name("report.html")


@dataclass
class Audit:
    """All that was found out about a site."""

    site: str
    measured_at: datetime.datetime
    answers: list[Answer] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    invalid: dict[str, list[str]] = field(default_factory=dict)  # what the Nu checker says, by address
    scores: list[Score] = field(default_factory=list)
    firefox: list[FirefoxVisit] = field(default_factory=list)

    @property
    def privacy(self) -> dict[str, Any]:
        """The proof in the shape that ``manage.py record_privacy_proof`` reads."""
        return {
            "measured_at": self.measured_at.isoformat(),
            "browser": self.visits[0].browser if self.visits else "",
            "addresses": len(self.visits),
            "cookies": sum(visit.cookies for visit in self.visits),
            "stored_items": sum(visit.stored_items for visit in self.visits),
            "foreign_requests": sum(len(visit.foreign_requests) for visit in self.visits),
        }

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong, by address; addresses without a fault are left out."""
        found: dict[str, list[str]] = {}
        for one in (*self.answers, *self.visits, *self.firefox, *self.scores):
            found.setdefault(one.address, []).extend(one.faults())
        for address, errors in self.invalid.items():
            found.setdefault(address, []).extend(f"HTML: {error}" for error in errors)
        return {address: texts for address, texts in found.items() if texts}

    @property
    def figures(self) -> list[tuple[str, int, int]]:
        """Each check with how much it looked at and how many faults it found."""
        axe = Counter(mode for visit in self.visits for mode, texts in visit.axe.items() for _ in texts)
        pages = [answer for answer in self.answers if answer.is_html]
        seen = len(self.visits)
        closely = sum(visit.closely for visit in self.visits)
        rows = [
            ("Antwort, Kopfzeilen, Pflichtverweise", len(self.answers), sum(len(one.faults()) for one in self.answers)),
            ("HTML (Nu HTML Checker)", len(pages), sum(len(errors) for errors in self.invalid.values())),
            ("Cookies", seen, self.privacy["cookies"]),
            ("Gespeicherte Einträge", seen, self.privacy["stored_items"]),
            ("Anfragen an fremde Server", seen, self.privacy["foreign_requests"]),
            ("Besuch bis zum Ende", seen, sum(bool(visit.broken_off) for visit in self.visits)),
            ("Meldungen des Browsers", seen, sum(len(visit.complaints) for visit in self.visits)),
            ("Kein seitliches Scrollen bei 320 px", seen, sum(len(visit.overflowing) for visit in self.visits)),
            ("Inhalt ohne JavaScript", closely, sum(bool(visit.without_script) for visit in self.visits)),
            *((f"axe-core ({mode.name})", closely, axe[mode.name]) for mode in MODES),
        ]
        if self.firefox:
            faults = sum(len(visit.faults()) for visit in self.firefox)
            rows.append(("Firefox (400 %, Textabstände, erzwungene Farben)", len(self.firefox), faults))
        if self.scores:
            rows.append(("Lighthouse", len(self.scores), sum(bool(score.faults()) for score in self.scores)))
        return rows

    def write(self, file: Path) -> None:
        """Write ``file`` (HTML) and its neighbour with the ending .json."""
        file.parent.mkdir(parents=True, exist_ok=True)
        context = {
            "audit": self,
            "faults": sorted(self.faults.items()),
            "addresses": sorted(answer.address for answer in self.answers),
        }
        engine = Engine(autoescape=True)
        file.write_text(engine.from_string(_TEMPLATE.read_text("utf-8")).render(Context(context)), encoding="utf-8")
        data = {
            "site": self.site,
            "privacy": self.privacy,
            "figures": [{"check": name, "looked_at": seen, "faults": faults} for name, seen, faults in self.figures],
            "faults": self.faults,
            "answers": [
                {"address": one.address, "status": one.status, "type": one.headers.get_content_type()}
                for one in self.answers
            ],
            "lighthouse": [asdict(score) for score in self.scores],
        }
        file.with_suffix(".json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
