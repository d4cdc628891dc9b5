"""The findings of a page as a piece of its editor, and again by themselves after a draft has been saved."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from wagtail.models import Page

from ogl_portal.core.models import BasePage
from ogl_portal.editorial.checks.findings import Finding
from ogl_portal.editorial.checks.pages import check_page
from ogl_portal.workplace.formatting import counted


@require_GET
def page_checks(request: HttpRequest, page_id: int) -> HttpResponse:
    """The lists alone, for the newest version that is stored: the editor's script asks after each save."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    newest = page.get_latest_revision_as_object()
    if not isinstance(newest, BasePage):
        raise Http404
    form = newest.get_edit_handler().get_form_class()(
        instance=newest, parent_page=page.get_parent(), for_user=request.user
    )
    is_readable = not (form.problems() or form.general_problems())
    context = context_of(newest, check_page(newest), is_readable=is_readable)
    return render(request, "editorial/page_checks.html", context | {"form": form})


def context_of(page: Any, findings: Sequence[Finding], *, is_readable: bool) -> dict[str, Any]:
    """What the template shows; pages of other kinds and pages that are not stored yet show nothing.

    Beside a field that is empty or not readable no sentence says that all is well.
    """
    return {
        "page": page,
        "is_shown": isinstance(page, BasePage) and page.pk is not None,
        "is_readable": is_readable,
        "findings": findings,
        "summary": summary(findings),
    }


def summary(findings: Sequence[Finding]) -> str:
    """»2 Fehler und 1 Hinweis«; a calm sentence where there is nothing."""
    faults = sum(finding.is_fault for finding in findings)
    hints = len(findings) - faults
    parts = [
        text
        for number, text in (
            (faults, counted(faults, "Fehler", "Fehler")),
            (hints, counted(hints, "Hinweis", "Hinweise")),
        )
        if number
    ]
    return " und ".join(parts) + " zum Inhalt" if parts else "Im Inhalt ist nichts aufgefallen."
