"""What the editorial side adds to the admin: topics, cards, screens of pages, styles."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, RestartWorkflowMenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from ogl_portal.core.models import Topic
from ogl_portal.core.snippets import ChosenOnlyViewSet
from ogl_portal.editorial import correction_hooks, draft_visibility  # noqa: F401  (register hooks)
from ogl_portal.editorial.assignments import hooks as assignment_hooks  # noqa: F401
from ogl_portal.editorial.checks import hooks as check_hooks  # noqa: F401
from ogl_portal.editorial.dashboard import content, own
from ogl_portal.editorial.decisions import EditorialPageViewSet, editorial_pages
from ogl_portal.editorial.reviewer_notes import hooks as note_hooks  # noqa: F401
from ogl_portal.editorial.reviews import hooks as review_hooks  # noqa: F401
from ogl_portal.workplace import cards


class TopicViewSet(SnippetViewSet):
    model = Topic
    chooser_viewset_class = ChosenOnlyViewSet
    icon = "tag"
    menu_label = "Themen"
    add_to_admin_menu = True
    menu_order = 260
    list_display = ["name", "kind", "slug"]
    list_filter = ["kind"]


register_snippet(TopicViewSet)
cards.register(own.to_approve, order=100)
cards.register(own.returned, order=110)
cards.register(own.drafts, order=120)
cards.register(content.reviews_due, order=200)
cards.register(own.with_others, order=400)
cards.register(content.scheduled, order=410)
cards.register(content.expiring, order=420)


@hooks.register("register_admin_viewset")  # after Wagtail has registered its own for all pages
def screens_of_pages() -> EditorialPageViewSet:
    return editorial_pages


@hooks.register("construct_page_action_menu")
def one_way_of_submitting_again(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Beginning a release anew differs from submitting again only where it has several steps."""
    state = context["page"].current_workflow_state if context["view"] == "edit" else None
    if state and state.workflow.workflow_tasks.count() < 2:
        items[:] = [item for item in items if not isinstance(item, RestartWorkflowMenuItem)]


@hooks.register("construct_homepage_summary_items", order=1000)  # after Wagtail has put its own in
def no_summary_of_pages(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Totals of pages and images help nobody who edits twice a year."""
    items.clear()


@hooks.register("insert_global_admin_css")
def admin_styles() -> SafeString:
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        [(static(f"admin/{name}.css"),) for name in ("admin", "sign-in", "phone", "desk", "handbook")],
    )
