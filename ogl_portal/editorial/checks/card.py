"""The card on the dashboard: public pages on which the checks have found something."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from wagtail.models import Page

from ogl_portal.editorial.checks.findings import Rule, Severity
from ogl_portal.editorial.checks.models import ContentFinding
from ogl_portal.editorial.dashboard import Band, Card, Desk, Item, first_of
from ogl_portal.editorial.wording import counted, edit_url


def content_findings(desk: Desk) -> Card | None:
    """Pages with faults, to be mended; where there are none, those with hints, to take note of."""
    if card := _card(desk, Severity.FAULT, Band.REPAIR, "Seiten mit Fehlern im Inhalt", "Fehler"):
        return card
    return _card(desk, Severity.HINT, Band.AHEAD, "Seiten mit Hinweisen zum Inhalt", "Hinweise")


def _card(desk: Desk, severity: Severity, band: Band, title: str, many: str) -> Card | None:
    found, count = first_of(_pages(desk, severity))
    if not found:
        return None
    items = [Item(page.title, edit_url(page.pk), counted(page.findings, severity.label, many)) for page in found]
    button_url = f"{reverse('content_findings_report')}?severity={severity}"
    return Card(band, title, count, items, f"{many} ansehen", button_url)


def _pages(desk: Desk, severity: Severity) -> QuerySet[Any]:
    """Public pages with findings of that severity, those with most first. Dead links have their own card."""
    own = ContentFinding.objects.on_public_pages().filter(severity=severity).exclude(rule=Rule.OWN_LINK)
    findings = desk.mine(own, "page__")
    counts = Q(content_findings__severity=severity) & ~Q(content_findings__rule=Rule.OWN_LINK)
    number = Count("content_findings", filter=counts)
    return Page.objects.filter(pk__in=findings.values("page")).annotate(findings=number).order_by("-findings", "pk")
