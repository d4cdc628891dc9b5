"""The notes of a page's release, and answering them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, TaskState, WorkflowState

from ogl_portal.editorial.reviewer_notes.models import NoteAnswer
from ogl_portal.editorial.wording import person
from ogl_portal.mail.outbox import enqueue
from ogl_portal.mail.render import render_mail


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
    """All notes of the release that is going on, in the order in which they were written; two queries."""
    workflow = page.current_workflow_state
    if workflow is None:
        return []
    states = (
        TaskState.objects.filter(workflow_state=workflow)
        .exclude(comment="")
        .select_related("finished_by", "note_answer__author")
        .order_by("finished_at", "pk")
    )
    return [_note(state, workflow) for state in states]


def open_note(key: int) -> TaskState | None:
    """The state with that key, while its note waits for an answer."""
    state = TaskState.objects.filter(pk=key).select_related("workflow_state", "finished_by").first()
    return state if state and _is_open(state, state.workflow_state) else None


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


def _note(state: TaskState, workflow: WorkflowState) -> ReviewerNote:
    given = getattr(state, "note_answer", None)
    text, who = state.comment, person(state.finished_by)
    return ReviewerNote(state.pk, who, state.finished_at, text, given, _is_open(state, workflow))


def _is_open(state: TaskState, workflow: WorkflowState) -> bool:
    return (
        workflow.status == WorkflowState.STATUS_NEEDS_CHANGES
        and workflow.current_task_state_id == state.pk
        and not hasattr(state, "note_answer")
    )
