"""What the dashboard tells about result PDFs, and the button that brings new ones."""

from django.db.models import Q
from django.urls import reverse

from ogl_portal.workplace.actions import Action
from ogl_portal.workplace.cards import Card, Item, Priority, first_of
from ogl_portal.workplace.scope import DashboardScope
from publications.bulk import place_for_drafts
from publications.findings import undecided
from publications.models import FileState, FileVersion, ScanState


def upload_files(scope: DashboardScope) -> Action | None:
    if place_for_drafts(scope.user) is None:
        return None
    return Action("PDF hochladen", reverse("publication_bulk_upload"), "upload")


def failed_files(scope: DashboardScope) -> Card | None:
    """PDFs that did not get through the pipeline, or in which a scanner has found something."""
    broken = Q(state=FileState.FAILED) | Q(scan_state=ScanState.INFECTED) & ~Q(state=FileState.WITHDRAWN)
    versions = FileVersion.objects.filter(broken)
    versions = scope.mine(versions, "publication__").select_related("publication").order_by("-created_at")
    found, count = first_of(versions)
    if not found:
        return None
    items = [
        Item(
            f"{version.publication.title}, Version {version.number}",
            reverse("publication_files", args=[version.publication_id]),
            version.error or version.get_state_display(),
        )
        for version in found
    ]
    return Card(Priority.REPAIR, "PDF-Prüfung gescheitert", count, items, "Grund lesen", items[0].url)


def hidden_text(scope: DashboardScope) -> Card | None:
    """PDFs with text that is hidden in a way that looks meant, or signed ones with active content, about which nobody
    has decided."""
    versions = scope.mine(undecided(), "publication__").select_related("publication").order_by("-created_at")
    found, count = first_of(versions.defer("outline", "inspection"))
    if not found:
        return None
    items = [
        Item(
            f"{version.publication.title}, Version {version.number}",
            f"{reverse('version_report', args=[version.pk])}#entscheiden",
            "noch nicht öffentlich" if version.state == FileState.HELD else "",
        )
        for version in found
    ]
    return Card(
        Priority.REPAIR,
        "PDFs, über die zu entscheiden ist",
        count,
        items,
        "Lesen und entscheiden",
        items[0].url,
        "In der Datei ist Text unter einer Fläche, in der Farbe des Hintergrunds oder nur zum Schwärzen markiert, oder "
        "sie ist signiert und enthält aktive Inhalte.",
    )
