"""Admin view: a message, its answer, and closing it without one."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log
from wagtail.models import Site

from ogl_portal.correspondence.answering import LetterAnswerForm, delivery, give_answer, keep_draft
from ogl_portal.german.dates import add_months
from ogl_portal.inbox import mails
from ogl_portal.inbox.people import VIEW
from ogl_portal.legal.models import PrivacyDetails
from ogl_portal.pages.models import Message
from ogl_portal.users.visibility import KnownButRefusedError

CHANGE, DELETE = "pages.change_message", "pages.delete_message"
HELP = (
    "Davor setzt das Portal »Guten Tag,«, darunter die Eingangsnummer und den Gruß. Was die Person geschrieben hat, "
    "wird nicht wiederholt."
)


class MessageAnswerForm(LetterAnswerForm):
    """The answer to a message."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["answer"].help_text = HELP


@permission_required(VIEW, raise_exception=True)
@require_http_methods(["GET", "POST"])
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: answer it (``was=antwort``), keep a draft (``entwurf``), close (``abschliessen``) or reopen it."""
    found = get_object_or_404(Message, pk=pk)
    form = MessageAnswerForm.for_letter(found)
    if request.method == "POST":
        if not request.user.has_perm(CHANGE):
            raise KnownButRefusedError
        match request.POST.get("was"):
            case "entwurf":
                return keep_draft(found, request.POST)
            case "antwort":
                form = MessageAnswerForm(request.POST)
                if form.is_valid() and _answer(request, found, form):
                    return redirect("inbox_message", pk)
            case "abschliessen":
                _set_state(request, found, Message.State.CLOSED, "Die Nachricht ist abgeschlossen.")
                return redirect("inbox_message", pk)
            case "oeffnen":
                _set_state(request, found, Message.State.OPEN, "Die Nachricht ist wieder offen.")
                return redirect("inbox_message", pk)
    kept = _kept_months(request)
    context = {
        "message": found,
        "answer": form,
        "delivery": delivery(mails.answer_key(found)),
        "may_change": request.user.has_perm(CHANGE),
        "may_delete": request.user.has_perm(DELETE),
        "delete_on": add_months(found.closed_on, kept) if found.closed_on else None,
        "kept_months": kept,
    }
    return render(request, "inbox/message.html", context)


def _answer(request: HttpRequest, found: Message, form: MessageAnswerForm) -> bool:
    def settle(letter: Message) -> None:
        letter.state = Message.State.ANSWERED if letter.email else Message.State.CLOSED
        letter.closed_on = timezone.localdate()

    if not give_answer(found, form, request.user, settle=settle, send=mails.send_answer):
        return False
    sent = f"Die Antwort ist an {found.email} unterwegs." if found.email else "Die Notiz ist gespeichert."
    messages.success(request, sent)
    return True


def _set_state(request: HttpRequest, found: Message, state: Message.State, words: str) -> None:
    found.state = state
    found.save(update_fields=["state", "due_on", "closed_on"])
    log(found, "wagtail.edit", user=request.user)
    messages.success(request, words)


def _kept_months(request: HttpRequest) -> int:
    """How many months after it is settled the portal deletes a message."""
    site = Site.find_for_request(request)
    details = PrivacyDetails.for_site(site) if site else PrivacyDetails()
    months: int = details.delete_messages_after_months
    return months
