"""Asking, finishing and withdrawing; who may be asked; who is told by mail."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from ogl_portal.editorial.assignments.models import Assignment, AssignmentState
from ogl_portal.mail.outbox import enqueue
from ogl_portal.mail.render import render_mail
from ogl_portal.users.models import User
from ogl_portal.workplace.formatting import person


def may_be_asked(page: Page) -> list[User]:
    """Active people who may open the form of ``page``, by name."""
    people = User.objects.filter(is_active=True).order_by("last_name", "first_name", "username")
    return [user for user in people if page.permissions_for_user(user).can_edit()]


def open_on(page: Page) -> list[Assignment]:
    found = Assignment.objects.filter(page=page, state=AssignmentState.OPEN)
    return list(found.select_related("assignee", "assigned_by"))


@transaction.atomic
def ask(page: Page, assignee: User, user: Any, note: str, due_on: datetime.date | None) -> Assignment:
    """Whether ``assignee`` may be asked, the caller has checked; who is asked twice at once keeps the first request."""
    request, is_new = Assignment.objects.get_or_create(
        page=page,
        assignee=assignee,
        state=AssignmentState.OPEN,
        defaults={"assigned_by": user, "note": note, "due_on": due_on},
    )
    if not is_new:
        return request
    log(instance=page.specific, action="portal.assigned", user=user, data={"assignee": person(assignee)})
    _tell(request, assignee, user, "asked", f"Bitte ansehen: {page.get_admin_display_title()}")
    return request


@transaction.atomic
def finish(request: Assignment, user: Any, answer: str = "") -> bool:
    """Done, by the person who was asked; False where it was finished before."""
    if not _close(request, AssignmentState.DONE, answer):
        return False
    log(instance=request.page.specific, action="portal.assignment_done", user=user, data={"answer": answer})
    title = request.page.get_admin_display_title()
    _tell(request, request.assigned_by, user, "done", f"Angesehen: {title}")
    return True


@transaction.atomic
def withdraw(request: Assignment, user: Any) -> bool:
    """Taken back, by the person who asked; False where it was finished before."""
    if not _close(request, AssignmentState.WITHDRAWN, ""):
        return False
    log(instance=request.page.specific, action="portal.assignment_withdrawn", user=user)
    title = request.page.get_admin_display_title()
    _tell(request, request.assignee, user, "withdrawn", f"Nicht mehr nötig: {title}")
    return True


def _close(request: Assignment, state: AssignmentState, answer: str) -> bool:
    still_open = Assignment.objects.filter(pk=request.pk, state=AssignmentState.OPEN)
    request.state, request.answer = state, answer
    return bool(still_open.update(state=state, answer=answer, finished_at=timezone.now()))


def _tell(request: Assignment, to: User | None, author: Any, occasion: str, subject: str) -> None:
    if to is None or to == author or not to.is_active or not to.email:
        return
    context = {"person": to, "author": person(author), "request": request, "occasion": occasion}
    text = render_mail("editorial/assignment_mail.txt", context)
    enqueue(f"assignment:{request.pk}:{occasion}", to.email, subject, text)


def for_person(user: Any, requests: Iterable[Assignment]) -> list[dict[str, Any]]:
    """``requests`` with what ``user`` may do with each."""
    return [
        {"request": one, "is_mine": one.assignee_id == user.pk, "may_withdraw": one.assigned_by_id == user.pk}
        for one in requests
    ]
