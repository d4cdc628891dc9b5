"""Cards about the content: review dates, contacts, files, labs, what is scheduled."""

import datetime

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from labs.completeness import incomplete
from labs.models import LabContact, LabPage
from ogl_portal.editorial.dashboard.cards import Band, Card, Item, first_of
from ogl_portal.editorial.dashboard.desk import Desk
from ogl_portal.editorial.reviews.models import PageReview
from ogl_portal.editorial.wording import edit_url, german_day, german_moment
from publications.findings import undecided
from publications.models import FileState, FileVersion, ScanState

CONTACT_NOTICE = datetime.timedelta(days=30)
EXPIRY_NOTICE = datetime.timedelta(days=30)
MISSING_NAMED = 3


def reviews_due(desk: Desk) -> Card | None:
    """Pages that somebody wanted to have looked through by today."""
    reviews = PageReview.objects.filter(due_on__lte=desk.today, page__live=True)
    reviews = desk.mine(reviews, "page__").select_related("page").order_by("due_on", "page__title")
    found, count = first_of(reviews)
    if not found:
        return None
    items = [
        Item(
            review.page.title, reverse("page_review", args=[review.page_id]), f"fällig seit {german_day(review.due_on)}"
        )
        for review in found
    ]
    return Card(
        Band.OVERDUE,
        "Zur Durchsicht fällig",
        count,
        items,
        "Seiten durchsehen",
        reverse("page_review_report") + "?faellig=true",
        "Stimmt noch alles? Dann vermerken Sie die Durchsicht.",
    )


def contacts_expiring(desk: Desk) -> Card | None:
    """People whose consent to be named ends within a month, or has ended and whose entry is still kept."""
    contacts = LabContact.objects.filter(expires_on__lte=desk.today + CONTACT_NOTICE, lab__live=True)
    contacts = desk.mine(contacts, "lab__").select_related("lab").order_by("expires_on", "pk")
    found, count = first_of(contacts)
    if not found:
        return None
    items = [
        Item(
            f"{contact.name} ({contact.lab.title})",
            edit_url(contact.lab_id),
            f"wird bis {german_day(contact.expires_on)} gezeigt"
            if contact.is_current(desk.today)
            else f"seit {german_day(contact.expires_on)} nicht mehr öffentlich: verlängern oder löschen",
        )
        for contact in found
    ]
    is_late = found[0].expires_on < desk.today
    return Card(
        Band.OVERDUE if is_late else Band.AHEAD,
        "Ansprechpersonen",
        count,
        items,
        "Eintrag bearbeiten",
        items[0].url,
        "Fragen Sie nach, ob der Name weiter genannt werden darf.",
    )


def failed_files(desk: Desk) -> Card | None:
    """PDFs that did not get through the pipeline, or in which a scanner has found something."""
    broken = Q(state=FileState.FAILED) | Q(scan_state=ScanState.INFECTED) & ~Q(state=FileState.WITHDRAWN)
    versions = FileVersion.objects.filter(broken)
    versions = desk.mine(versions, "publication__").select_related("publication").order_by("-created_at")
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
    return Card(Band.REPAIR, "PDF-Prüfung gescheitert", count, items, "Grund lesen", items[0].url)


def hidden_text(desk: Desk) -> Card | None:
    """PDFs with text that is hidden in a way that looks meant, or signed ones with active content, about which nobody
    has decided."""
    versions = desk.mine(undecided(), "publication__").select_related("publication").order_by("-created_at")
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
        Band.REPAIR,
        "PDFs, über die zu entscheiden ist",
        count,
        items,
        "Lesen und entscheiden",
        items[0].url,
        "In der Datei ist Text unter einer Fläche, in der Farbe des Hintergrunds oder nur zum Schwärzen markiert, oder "
        "sie ist signiert und enthält aktive Inhalte.",
    )


def incomplete_labs(desk: Desk) -> Card | None:
    """Labs whose profile lacks something (see ``labs.completeness``)."""
    labs = desk.mine(incomplete(LabPage.objects.live())).order_by("sort_key")
    found, count = first_of(labs.prefetch_related("municipalities", "partners", "topics", "subprojects"))
    if not found:
        return None
    return Card(
        Band.REPAIR,
        "Labore mit Lücken",
        count,
        [Item(lab.title, edit_url(lab.pk), _in_short(lab.missing_facts())) for lab in found],
        "Labore ansehen" if count > 1 else "Labor ergänzen",
        reverse("wagtailadmin_explore", args=[found[0].get_parent().pk]) if count > 1 else edit_url(found[0].pk),
        "Was nicht bekannt ist, bleibt leer: Eine Lücke ist besser als eine Vermutung.",
    )


def _in_short(sentences: list[str]) -> str:
    shown = ", ".join(sentences[:MISSING_NAMED])
    rest = len(sentences) - MISSING_NAMED
    return f"{shown} und {rest} weitere" if rest > 0 else shown


def scheduled(desk: Desk) -> Card | None:
    """Approved versions that appear by themselves, next one first."""
    revisions = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    if desk.paths is not None:
        own = desk.mine(Page.objects.annotate(text_id=Cast("pk", CharField())))
        revisions = revisions.filter(object_id__in=own.values("text_id"))
    found, count = first_of(revisions.order_by("approved_go_live_at"))
    if not found:
        return None
    items = [
        Item(
            revision.object_str,
            edit_url(revision.object_id),
            f"erscheint {german_moment(revision.approved_go_live_at)}",
        )
        for revision in found
    ]
    return Card(Band.AHEAD, "Geplante Veröffentlichungen", count, items, "Nächste ansehen", items[0].url)


def expiring(desk: Desk) -> Card | None:
    """Public pages that disappear by themselves within a month."""
    limit = timezone.now() + EXPIRY_NOTICE
    pages = desk.mine(Page.objects.filter(live=True, expire_at__lte=limit)).order_by("expire_at")
    found, count = first_of(pages)
    if not found:
        return None
    items = [Item(page.title, edit_url(page.pk), f"verschwindet {german_moment(page.expire_at)}") for page in found]
    return Card(Band.AHEAD, "Seiten, die bald verschwinden", count, items, "Zeitplan ansehen", items[0].url)
