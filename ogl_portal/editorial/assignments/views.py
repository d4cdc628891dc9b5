"""The page on which a colleague is asked, and where answers arrive."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page

from ogl_portal.editorial.assignments import requests
from ogl_portal.editorial.assignments.forms import AssignmentForm
from ogl_portal.editorial.assignments.models import Assignment
from ogl_portal.text.characters import one_line
from ogl_portal.workplace.formatting import person


@require_http_methods(["GET", "POST"])
def page_assignments(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask somebody to look at a page."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = AssignmentForm(data, instance=Assignment(page=page), people=requests.may_be_asked(page))
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data["assignee"]
        requests.ask(page, asked, request.user, form.cleaned_data["note"], form.cleaned_data["due_on"])
        messages.success(
            request, f"{person(asked)} sieht die Bitte auf der Übersicht" + (" und per E-Mail." if asked.email else ".")
        )
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {"page": page, "form": form, "open": requests.for_person(request.user, requests.open_on(page))}
    return render(request, "editorial/assign.html", context)


@require_POST
def finish_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """The person who was asked is done, with or without a sentence."""
    found = get_object_or_404(Assignment.objects.select_related("page", "assignee", "assigned_by"), pk=pk)
    if found.assignee != request.user:
        raise PermissionDenied
    if requests.finish(found, request.user, one_line(request.POST.get("answer", "")).strip()[:500]):
        messages.success(request, f"»{found.page.get_admin_display_title()}« ist als angesehen vermerkt.")
    return _onward(request, found.page)


@require_POST
def withdraw_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """The person who asked takes it back."""
    found = get_object_or_404(Assignment.objects.select_related("page", "assignee", "assigned_by"), pk=pk)
    if found.assigned_by != request.user:
        raise PermissionDenied
    if requests.withdraw(found, request.user):
        messages.success(request, f"Die Bitte an {person(found.assignee)} ist zurückgenommen.")
    return _onward(request, found.page)


def _onward(request: HttpRequest, page: Page) -> HttpResponse:
    if page.permissions_for_user(request.user).can_edit():
        return redirect("wagtailadmin_pages:edit", page.pk)
    return redirect("wagtailadmin_home")
