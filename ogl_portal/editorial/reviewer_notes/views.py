"""Where an answer to a note arrives."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ogl_portal.editorial.reviewer_notes import notes
from ogl_portal.text.characters import one_line


@require_POST
def answer_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the note of the task state ``pk`` with a sentence."""
    state = notes.open_note(pk)
    page = state.workflow_state.content_object if state else None
    if state is None or page is None:
        raise Http404("Diese Anmerkung ist schon beantwortet.")
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    text = one_line(request.POST.get("answer", "")).strip()[:500]
    if text:
        notes.answer(state, page, request.user, text)
        messages.success(request, "Ihre Antwort ist gespeichert. Wer die Anmerkung geschrieben hat, sieht sie.")
    else:
        messages.error(request, "Die Antwort war leer. Die Anmerkung bleibt stehen.")
    return redirect("wagtailadmin_pages:edit", page.pk)
