"""What colleagues say about a page, above its form."""

from typing import Any

from django import template
from wagtail.models import COMMENTS_RELATION_NAME

from ogl_portal.editorial.assignments import requests
from ogl_portal.editorial.reviewer_notes.notes import notes_on

register = template.Library()


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
