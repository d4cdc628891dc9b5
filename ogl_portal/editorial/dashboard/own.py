"""Cards about the person's own work: approvals, texts that came back, drafts, what lies with others."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState

from ogl_portal.editorial.dashboard.cards import Band, Card, Item, first_of
from ogl_portal.editorial.dashboard.desk import Desk
from ogl_portal.editorial.wording import edit_url, german_day, person


def to_approve(desk: Desk) -> Card | None:
    """Submissions that this person may approve, oldest first."""
    states = TaskState.objects.reviewable_by(desk.user).filter(revision__base_content_type=_pages())
    states = states.select_related("revision__user").order_by("started_at")
    found, count = first_of(states)
    if not found:
        return None
    items = [
        Item(
            state.revision.object_str,
            edit_url(state.revision.object_id),
            f"eingereicht am {german_day(state.started_at)}"
            + (f" von {name}" if (name := person(state.revision.user)) else ""),
        )
        for state in found
    ]
    return Card(
        Band.OWN,
        "Zur Freigabe",
        count,
        items,
        "Einreichungen prüfen",
        reverse("wagtailadmin_reports:workflow_tasks") if count > 1 else items[0].url,
    )


def returned(desk: Desk) -> Card | None:
    """What this person had submitted and somebody has sent back, newest first."""
    return _submissions(
        desk,
        WorkflowState.STATUS_NEEDS_CHANGES,
        Card(
            Band.OWN,
            "Mit Anmerkungen zurück",
            0,
            [],
            "Überarbeiten",
            "",
            "Die Anmerkung steht oben auf der Seite. Danach reichen Sie noch einmal ein.",
        ),
    )


def with_others(desk: Desk) -> Card | None:
    """What this person has submitted and nobody has looked at yet."""
    return _submissions(
        desk,
        WorkflowState.STATUS_IN_PROGRESS,
        Card(Band.AHEAD, "Von Ihnen eingereicht", 0, [], "Stand ansehen", "", "Hier müssen Sie nichts tun."),
    )


def drafts(desk: Desk) -> Card | None:
    """Pages whose newest version is this person's and not public, and that lie with nobody else."""
    in_workflow = WorkflowState.objects.filter(
        base_content_type=_pages(),
        object_id=Cast(OuterRef("pk"), CharField()),
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
    )
    pages = Page.objects.filter(
        has_unpublished_changes=True,
        latest_revision__user=desk.user,
        latest_revision__approved_go_live_at__isnull=True,
    ).exclude(Exists(in_workflow))
    found, count = first_of(pages.order_by("-latest_revision_created_at"))
    if not found:
        return None
    items = [
        Item(
            page.draft_title or page.title,
            edit_url(page.pk),
            f"zuletzt gespeichert am {german_day(page.latest_revision_created_at)}"
            + ("; die veröffentlichte Fassung ist älter" if page.live else ""),
        )
        for page in found
    ]
    return Card(Band.OWN, "Ihre Entwürfe", count, items, "Weiterschreiben", items[0].url, in_digest=False)


def _pages() -> ContentType:
    return ContentType.objects.get_for_model(Page)


def _submissions(desk: Desk, status: str, card: Card) -> Card | None:
    states: QuerySet[Any] = WorkflowState.objects.filter(
        status=status, requested_by=desk.user, base_content_type=_pages()
    )
    states = states.select_related("current_task_state__revision").order_by("-created_at")
    found, count = first_of(states)
    if not found:
        return None
    items = [
        Item(
            state.current_task_state.revision.object_str if state.current_task_state else "Seite",
            edit_url(state.object_id),
            f"eingereicht am {german_day(state.created_at)}",
        )
        for state in found
    ]
    return Card(card.band, card.title, count, items, card.button, items[0].url, card.note)
