"""What the dashboard tells about labs: gaps, contacts whose consent ends, and the lab that is one's own."""

import datetime

from django.urls import reverse

from labs.completeness import incomplete
from labs.models import LabContact, LabPage
from ogl_portal.workplace.actions import Action
from ogl_portal.workplace.cards import Card, Item, Priority, first_of
from ogl_portal.workplace.formatting import edit_url, german_day
from ogl_portal.workplace.scope import DashboardScope

CONTACT_NOTICE = datetime.timedelta(days=30)
MISSING_NAMED = 3


def own_lab(scope: DashboardScope) -> LabPage | None:
    """The lab of a team; None for people who keep the whole site, or more than one lab."""
    if scope.has_whole_site:
        return None
    labs = list(scope.mine(LabPage.objects.all())[:2])
    return labs[0] if len(labs) == 1 else None


def edit_own_lab(scope: DashboardScope) -> Action | None:
    lab = own_lab(scope)
    return Action(f"Labor »{lab.title}« bearbeiten", edit_url(lab.pk), "edit") if lab else None


def contacts_expiring(scope: DashboardScope) -> Card | None:
    """People whose consent to be named ends within a month, or has ended and whose entry is still kept."""
    contacts = LabContact.objects.filter(expires_on__lte=scope.today + CONTACT_NOTICE, lab__live=True)
    contacts = scope.mine(contacts, "lab__").select_related("lab").order_by("expires_on", "pk")
    found, count = first_of(contacts)
    if not found:
        return None
    items = [
        Item(
            f"{contact.name} ({contact.lab.title})",
            edit_url(contact.lab_id),
            f"wird bis {german_day(contact.expires_on)} gezeigt"
            if contact.is_current(scope.today)
            else f"seit {german_day(contact.expires_on)} nicht mehr öffentlich: verlängern oder löschen",
        )
        for contact in found
    ]
    is_late = found[0].expires_on < scope.today
    return Card(
        Priority.OVERDUE if is_late else Priority.AHEAD,
        "Ansprechpersonen",
        count,
        items,
        "Eintrag bearbeiten",
        items[0].url,
        "Fragen Sie nach, ob der Name weiter genannt werden darf.",
    )


def incomplete_labs(scope: DashboardScope) -> Card | None:
    """Labs whose profile lacks something (see ``labs.completeness``)."""
    labs = scope.mine(incomplete(LabPage.objects.live())).order_by("sort_key")
    found, count = first_of(labs.prefetch_related("municipalities", "partners", "topics", "subprojects"))
    if not found:
        return None
    return Card(
        Priority.REPAIR,
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
