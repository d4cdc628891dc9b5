"""The notes of a page's release, and answering them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, TaskState, WorkflowState

from ogl_portal.editorial.reviewer_notes.models import NoteAnswer
from ogl_portal.mail.outbox import enqueue
from ogl_portal.mail.render import render_mail
from ogl_portal.workplace.formatting import person


@dataclass(frozen=True)
class ReviewerNote:
    """What one reviewer said. ``is_open`` until the page is submitted again or somebody answers."""

    key: int
    reviewer: str
    at: datetime.datetime | None
    text: str
    answer: NoteAnswer | None
    is_open: bool


def notes_on(page: Page) -> list[ReviewerNote]:
    """All notes since the page was last approved or published, in the order in which they were written; two queries.

    A release withdrawn or begun anew is another workflow state for Wagtail; for the people it is the same talk.
    """
    releases = _releases_since_public(page)
    states = (
        TaskState.objects.filter(workflow_state__in=releases)
        .exclude(comment="")
        .select_related("finished_by", "note_answer__author")
        .order_by("finished_at", "pk")
    )
    return [_note(state, releases[-1]) for state in states] if releases else []


def unanswered(page: Page, key: int | None) -> TaskState | None:
    """The state with that key whose note sent the page back, while nobody has answered it."""
    return (
        TaskState.objects.filter(pk=key, status=TaskState.STATUS_REJECTED, note_answer=None)
        .filter(workflow_state__in=WorkflowState.objects.for_instance(page))
        .select_related("finished_by")
        .first()
    )


@transaction.atomic
def answer(state: TaskState, page: Page, user: Any, text: str) -> NoteAnswer:
    """Store the answer and tell the reviewer, once."""
    given, is_new = NoteAnswer.objects.get_or_create(task_state=state, defaults={"text": text, "author": user})
    if is_new:
        log(instance=page, action="portal.note_answered", user=user, data={"answer": text})
        reviewer = state.finished_by
        if reviewer and reviewer.is_active and reviewer.email and reviewer != user:
            context = {"person": reviewer, "author": person(user), "page": page, "note": state.comment, "answer": text}
            title = page.get_admin_display_title()
            mail = render_mail("editorial/note_answered_mail.txt", context)
            enqueue(f"note-answer:{given.pk}", reviewer.email, f"Antwort auf Ihre Anmerkung: {title}", mail)
    return given


def _releases_since_public(page: Page) -> list[WorkflowState]:
    """The workflow states of the page since it was last approved or published, the latest at the end; one query."""
    found: list[WorkflowState] = []
    for release in WorkflowState.objects.for_instance(page).order_by("-created_at", "-pk"):
        is_over = release.status == WorkflowState.STATUS_APPROVED
        is_older = release.status == WorkflowState.STATUS_CANCELLED and _is_before(release, page.last_published_at)
        if is_over or is_older:
            break
        found.insert(0, release)
    return found


def _is_before(release: WorkflowState, published: datetime.datetime | None) -> bool:
    return published is not None and release.created_at < published


def _note(state: TaskState, latest: WorkflowState) -> ReviewerNote:
    given = getattr(state, "note_answer", None)
    return ReviewerNote(
        state.pk, person(state.finished_by), state.finished_at, state.comment, given, _is_open(state, latest)
    )


def _is_open(state: TaskState, latest: WorkflowState) -> bool:
    return (
        latest.status in (WorkflowState.STATUS_NEEDS_CHANGES, WorkflowState.STATUS_CANCELLED)
        and latest.current_task_state_id == state.pk
        and state.status == TaskState.STATUS_REJECTED
        and not hasattr(state, "note_answer")
    )
