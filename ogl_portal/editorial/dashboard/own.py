"""Cards about the person's own work: approvals, texts that came back, drafts, what lies with others."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState

from ogl_portal.workplace.cards import Card, Item, Priority, first_of
from ogl_portal.workplace.formatting import edit_url, german_day, person
from ogl_portal.workplace.scope import DashboardScope


def to_approve(scope: DashboardScope) -> Card | None:
    """Submissions that this person may approve, oldest first."""
    states = TaskState.objects.reviewable_by(scope.user).filter(revision__base_content_type=_pages())
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
        Priority.OWN,
        "Zur Freigabe",
        count,
        items,
        "Einreichungen prüfen",
        reverse("wagtailadmin_reports:workflow_tasks") if count > 1 else items[0].url,
    )


def returned(scope: DashboardScope) -> Card | None:
    """What this person had submitted and somebody has sent back, newest first."""
    return _submissions(
        scope,
        WorkflowState.STATUS_NEEDS_CHANGES,
        Card(
            Priority.OWN,
            "Mit Anmerkungen zurück",
            0,
            [],
            "Überarbeiten",
            "",
            "Die Anmerkung steht oben auf der Seite. Danach reichen Sie noch einmal ein.",
        ),
    )


def with_others(scope: DashboardScope) -> Card | None:
    """What this person has submitted and nobody has looked at yet."""
    return _submissions(
        scope,
        WorkflowState.STATUS_IN_PROGRESS,
        Card(Priority.AHEAD, "Von Ihnen eingereicht", 0, [], "Stand ansehen", "", "Hier müssen Sie nichts tun."),
    )


def drafts(scope: DashboardScope) -> Card | None:
    """Pages whose newest version is this person's and not public, and that lie with nobody else."""
    in_workflow = WorkflowState.objects.filter(
        base_content_type=_pages(),
        object_id=Cast(OuterRef("pk"), CharField()),
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
    )
    pages = Page.objects.filter(
        has_unpublished_changes=True,
        latest_revision__user=scope.user,
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
            + ("; die veröffentlichte Version ist älter" if page.live else ""),
        )
        for page in found
    ]
    return Card(Priority.OWN, "Ihre Entwürfe", count, items, "Weiterschreiben", items[0].url, in_digest=False)


def _pages() -> ContentType:
    return ContentType.objects.get_for_model(Page)


def _submissions(scope: DashboardScope, status: str, card: Card) -> Card | None:
    states: QuerySet[Any] = WorkflowState.objects.filter(
        status=status, requested_by=scope.user, base_content_type=_pages()
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
    return Card(card.priority, card.title, count, items, card.button, items[0].url, card.note)
