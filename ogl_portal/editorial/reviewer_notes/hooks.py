"""Notes of reviewers in the admin: the answer that comes with the form of the page, the entry in the log."""

from django.contrib import messages
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from ogl_portal.core.log_words import register_log_words
from ogl_portal.editorial.reviewer_notes import notes
from ogl_portal.text.characters import one_line
from ogl_portal.text.numbers import as_key

register_log_words({"portal.note_answered": ("Anmerkung beantworten", "Anmerkung beantwortet")})


@hooks.register("after_edit_page")
def take_answer(request: HttpRequest, page: Page) -> None:
    """Whatever is done with the page, saving, submitting or publishing: what stands in »Antwort« goes to the reviewer.

    A save by itself takes nothing: the sentence is still being written.
    """
    if "note-answer-to" not in request.POST or not request.accepts("text/html"):
        return
    text = one_line(request.POST.get("note-answer", "")).strip()[:500]
    state = notes.unanswered(page, as_key(request.POST["note-answer-to"]))
    if text and state:
        notes.answer(state, page, request.user, text)
        messages.success(request, "Ihre Antwort ist gespeichert. Wer die Anmerkung geschrieben hat, sieht sie.")
