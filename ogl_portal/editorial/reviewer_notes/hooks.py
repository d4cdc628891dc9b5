"""Notes of reviewers in the admin: the address for answers, the entry in the log."""

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks

from ogl_portal.editorial.reviewer_notes.views import answer_note


@hooks.register("register_admin_urls")
def note_urls() -> list[URLPattern]:
    return [path("anmerkungen/<int:pk>/antwort/", answer_note, name="answer_note")]


@hooks.register("register_log_actions")
def note_actions(actions: Any) -> None:
    actions.register_action("portal.note_answered", "Anmerkung beantworten", "Anmerkung beantwortet")
