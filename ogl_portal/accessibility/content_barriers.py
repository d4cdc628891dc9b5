"""Which findings the accessibility statement tells the public, and in which words.

Only what breaks a requirement as it stands. Not told are long sentences, slips in names and the like, and links whose
words say little: the sentence around them may say where they lead (WCAG 2.4.4), which no machine can tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ogl_portal.accessibility.faults import Fault, FaultPlace
from ogl_portal.accessibility.sources import OTHER_FORMAT
from ogl_portal.editorial.checks.findings import Rule
from ogl_portal.editorial.checks.models import ContentFinding

MOST_NAMED = 50  # pages that are listed; how many there are is told in any case


@dataclass(frozen=True)
class Barrier:
    """``requirement`` is a clause of EN 301 549: that of WCAG with a 9 in front."""

    key: str
    title: str
    description: str
    alternative: str
    requirement: str
    rules: tuple[Rule, ...]


BARRIERS = (
    Barrier(
        "content.pictures",
        "Bilder ohne brauchbaren Alternativtext",
        "Wer das Bild nicht sieht, erfährt nicht, was es zeigt.",
        "Wir beschreiben das Bild auf Anfrage (Seite »Kontakt«).",
        "9.1.1.1",
        (Rule.ALT_MISSING, Rule.ALT_FILE_NAME),
    ),
    Barrier(
        "content.tables",
        "Tabellen ohne Kopfzellen",
        "Vorlesegeräte nennen zu einer Zelle nicht, wofür sie steht.",
        OTHER_FORMAT,
        "9.1.3.1",
        (Rule.TABLE_HEADERS,),
    ),
    Barrier(
        "content.headings",
        "Überschriften, die eine Ebene überspringen",
        "Wer von Überschrift zu Überschrift springt, erkennt die Gliederung nicht richtig.",
        "Der Text selbst ist vollständig und in der richtigen Reihenfolge lesbar.",
        "9.1.3.1",
        (Rule.HEADING_ORDER,),
    ),
    Barrier(
        "content.links",
        "Links ohne Text",
        "Vorlesegeräte können nicht sagen, wohin sie führen.",
        "Wir nennen das Ziel auf Anfrage (Seite »Kontakt«).",
        "9.2.4.4",
        (Rule.EMPTY_LINK,),
    ),
    Barrier(
        "content.language",
        "Englische Textstellen, die nicht als solche gekennzeichnet sind",
        "Vorlesegeräte sprechen sie deutsch aus. Gefunden hat sie eine automatische Prüfung, die sich irren kann.",
        OTHER_FORMAT,
        "9.3.1.2",
        (Rule.LANGUAGE,),
    ),
)
_RULES = [rule for barrier in BARRIERS for rule in barrier.rules]


def content_faults() -> Iterator[Fault]:
    """What the content of public pages lacks, a fault for each kind of barrier. One query, and addresses."""
    findings = ContentFinding.objects.on_public_pages().filter(rule__in=_RULES).select_related("page")
    findings = findings.only("rule", "page__title", "page__path", "page__url_path")
    pages: dict[str, dict[int, ContentFinding]] = {}
    for finding in findings.order_by("page__title", "page_id"):
        pages.setdefault(finding.rule, {})[finding.page_id] = finding
    for barrier in BARRIERS:
        found = {pk: finding.page for rule in barrier.rules for pk, finding in pages.get(rule, {}).items()}
        if not found:
            continue
        named = sorted(found.values(), key=lambda page: (page.title.casefold(), page.pk))[:MOST_NAMED]
        yield Fault(
            barrier.key,
            barrier.title,
            barrier.description + _rest(len(found) - len(named)),
            alternative=barrier.alternative,
            places=tuple(FaultPlace(page.title, page.get_url() or "") for page in named),
            requirements=(barrier.requirement,),
        )


def _rest(number: int) -> str:
    return f" Genannt sind die ersten {MOST_NAMED} Seiten; es sind {MOST_NAMED + number}." if number > 0 else ""
