"""What stands above the form of a page: what the checks find, what colleagues say."""

from typing import Any

from django import template
from wagtail.models import COMMENTS_RELATION_NAME

from ogl_portal.editorial.assignments import requests
from ogl_portal.editorial.checks.pages import check_page
from ogl_portal.editorial.checks.view import context_of
from ogl_portal.editorial.reviewer_notes.notes import notes_on

register = template.Library()


@register.inclusion_tag("editorial/content_checks.html")
def content_checks(page: Any, form: Any) -> dict[str, Any]:
    """What the checks find in the version that is open; ``form`` says what is wrong with the fields themselves."""
    return context_of(page, check_page(page), is_readable=not (form.problems() or form.general_problems()))


@register.inclusion_tag("editorial/reviewer_notes.html", takes_context=True)
def reviewer_notes(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """The notes of the release that is going on; beside them how many comments in the text are open."""
    notes = notes_on(page)
    comments = getattr(page, COMMENTS_RELATION_NAME).all() if notes else []
    typed = context["request"].POST.get("note-answer", "")
    return {"notes": notes, "comments": sum(comment.resolved_at is None for comment in comments), "typed": typed}


@register.inclusion_tag("editorial/page_assignments.html")
def page_assignments(page: Any, user: Any) -> dict[str, Any]:
    """Requests to look at the page; whoever may open its form may see them."""
    return {"open": requests.for_person(user, requests.open_on(page))}
