"""What the dashboard tells about accessibility: reports that wait for an answer, and a statement that grows old."""

from django.urls import reverse

from ogl_portal.accessibility.models import BarrierReport
from ogl_portal.accessibility.statement import statement_state
from ogl_portal.workplace.cards import Card, Item, Priority, first_of
from ogl_portal.workplace.scope import DashboardScope

STATEMENT_TITLES = {
    "missing": "Erklärung zur Barrierefreiheit freizugeben",
    "due": "Erklärung zur Barrierefreiheit bald zu erneuern",
    "overdue": "Erklärung zur Barrierefreiheit überfällig",
}


def reports_waiting(scope: DashboardScope) -> Card | None:
    """Barriers without an answer, the most urgent first; overdue as soon as one is (BGG § 12b)."""
    if not scope.user.has_perm("accessibility.view_barrierreport"):
        return None
    found, count = first_of(BarrierReport.objects.filter(answered_at=None, closed_on=None).order_by("due_on"))
    if not found:
        return None
    items = [
        Item(report.receipt, reverse("barrier_report", args=[report.pk]), report.deadline, report.due_on < scope.today)
        for report in found
    ]
    priority = Priority.OVERDUE if found[0].due_on < scope.today else Priority.OWN
    button_url = reverse("barrieren:index") if count > 1 else items[0].url
    return Card(priority, "Gemeldete Barrieren ohne Antwort", count, items, "Meldungen beantworten", button_url)


def statement_due(scope: DashboardScope) -> Card | None:
    """The statement from day 330 on, or where none was ever approved (BITV 2.0 § 7)."""
    if not scope.user.has_perm("accessibility.approve_statement"):
        return None
    state = statement_state(scope.today)
    if not state.is_red:
        return None
    url = reverse("review_statement")
    return Card(
        Priority.OVERDUE, STATEMENT_TITLES[state.level], 1, [Item(state.text, url)], "Prüfen und freigeben", url
    )
