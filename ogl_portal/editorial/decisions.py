"""The screens of pages that say more than Wagtail's: where a page is after a decision, and why one is not taken down.

Wagtail says »updated« of any page that was decided on, or nothing at all.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, TaskState

from ogl_portal.core.site_start import STAYS_PUBLIC, site_starts_at
from ogl_portal.workplace.formatting import edit_url, german_moment, person

_DECIDED = (TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED)


def tell(request: HttpRequest, page_id: int, state: TaskState) -> None:
    """Say what became of the page with the decision on ``state``; nothing where it was not decided on."""
    state.refresh_from_db()
    if state.status not in _DECIDED:
        return
    page = Page.objects.get(pk=page_id)
    if state.status == TaskState.STATUS_REJECTED:
        messages.success(request, _went_back(page, state), buttons=[messages.button(edit_url(page.pk), "Bearbeiten")])
    elif page.current_workflow_task_state:
        messages.success(request, f"Ihre Freigabe von »{page.get_admin_display_title()}« ist gespeichert. {_NEXT_STEP}")
    elif page.live and (page.live_revision_id or 0) >= state.revision_id:  # later, if the decision came with a change
        button = messages.button(page.get_url() or "/", "Ansehen")
        messages.success(request, f"»{page.title}« ist jetzt öffentlich.", buttons=[button])
    else:
        _tell_what_waits(request, page)


_NEXT_STEP = "Öffentlich wird die Seite, wenn auch der nächste Schritt freigegeben ist."


def _went_back(page: Page, state: TaskState) -> str:
    author = person(state.workflow_state.requested_by)
    note = " Ihre Anmerkung steht dort über dem Formular." if state.comment else ""
    return f"»{page.get_admin_display_title()}« ging zurück{f' an {author}' if author else ''}.{note}"


def _tell_what_waits(request: HttpRequest, page: Page) -> None:
    button = messages.button(edit_url(page.pk), "Bearbeiten")
    scheduled = page.scheduled_revision
    title = page.get_admin_display_title()
    if scheduled:
        moment = german_moment(scheduled.approved_go_live_at)
        messages.success(request, f"»{title}« ist freigegeben und erscheint {moment}.", buttons=[button])
    else:
        messages.warning(request, f"»{title}« ist freigegeben, aber noch nicht öffentlich.", buttons=[button])


class EditAndDecideView(EditView):
    """Wagtail's editor, in which a decision is told as one."""

    def perform_workflow_action(self) -> HttpResponse:
        self.decided_on: TaskState = self.page.current_workflow_task_state
        self.has_content_changes = self._changes_something()
        return super().perform_workflow_action()

    def _changes_something(self) -> bool:
        """Rich text always counts as changed for its form, and each decision would leave a version that is none."""
        if any(formset.has_changed() for formset in self.form.formsets.values()):
            return True
        before, after = self.page.get_latest_revision().content, self.form.instance.serializable_data()
        return any(before.get(name) != after[name] for name in self.form.fields if name in after)

    def add_save_confirmation_message(self) -> None:
        if self.action_name == "perform_workflow_action":
            tell(self.request, self.page.pk, self.decided_on)
        else:
            super().add_save_confirmation_message()


class DecideView(WorkflowActionView):
    """A decision from the dashboard or the preview, without the form of the page."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        tell(request, self.object.pk, self.task_state)
        return response


class UnpublishOrExplainView(UnpublishView):
    """Who comes to the page at which the site starts is told why it stays, instead of »no access«."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if site_starts_at(self.object) and self.object.permissions_for_user(request.user).can_edit():
            messages.error(request, STAYS_PUBLIC)
            return redirect("wagtailadmin_pages:edit", self.object.pk)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class EditorialPageViewSet(PageViewSet):
    """The screens of all kinds of pages."""

    edit_view_class = EditAndDecideView
    workflow_action_view_class = DecideView
    unpublish_view_class = UnpublishOrExplainView


editorial_pages = EditorialPageViewSet()
