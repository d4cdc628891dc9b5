"""The card on the dashboard: public pages on which the checks have found something."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from wagtail.models import Page

from ogl_portal.editorial.checks.findings import Rule, Severity
from ogl_portal.editorial.checks.models import ContentFinding
from ogl_portal.workplace.cards import Card, Item, Priority, first_of
from ogl_portal.workplace.formatting import counted, edit_url
from ogl_portal.workplace.scope import DashboardScope


def content_findings(scope: DashboardScope) -> Card | None:
    """Pages with faults, to be mended; where there are none, those with hints, to take note of."""
    if card := _card(scope, Severity.FAULT, Priority.REPAIR, "Seiten mit Fehlern im Inhalt", "Fehler"):
        return card
    return _card(scope, Severity.HINT, Priority.AHEAD, "Seiten mit Hinweisen zum Inhalt", "Hinweise")


def _card(scope: DashboardScope, severity: Severity, priority: Priority, title: str, many: str) -> Card | None:
    found, count = first_of(_pages(scope, severity))
    if not found:
        return None
    items = [Item(page.title, edit_url(page.pk), counted(page.findings, severity.label, many)) for page in found]
    button_url = f"{reverse('content_findings_report')}?severity={severity}"
    return Card(priority, title, count, items, f"{many} ansehen", button_url)


def _pages(scope: DashboardScope, severity: Severity) -> QuerySet[Any]:
    """Public pages with findings of that severity, those with most first. Dead links have their own card."""
    own = ContentFinding.objects.on_public_pages().filter(severity=severity).exclude(rule=Rule.OWN_LINK)
    findings = scope.mine(own, "page__")
    counts = Q(content_findings__severity=severity) & ~Q(content_findings__rule=Rule.OWN_LINK)
    number = Count("content_findings", filter=counts)
    return Page.objects.filter(pk__in=findings.values("page")).annotate(findings=number).order_by("-findings", "pk")
