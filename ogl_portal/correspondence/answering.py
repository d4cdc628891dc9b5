"""Answering a letter: the draft is kept, the answer is saved and mailed together, and two people do not both answer."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from wagtail.log_actions import log

from ogl_portal.correspondence.letters import MAX_ANSWER, Letter
from ogl_portal.mail.models import MailState
from ogl_portal.mail.outbox import find
from ogl_portal.text.characters import printable


class LetterAnswerForm(forms.Form):
    """The answer; where the reader gave no address, a note on what was done."""

    answer = forms.CharField(
        label="Antwort",
        max_length=MAX_ANSWER,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Bitte schreiben Sie eine Antwort."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def for_letter(cls, letter: Letter) -> "LetterAnswerForm":
        """With the draft, or with the note that stands there; it knows which answer the person has seen.

        An answer that was sent is not offered again: one click would send it twice.
        """
        note = "" if letter.answered_at else letter.answer
        return cls(initial={"answer": letter.answer_draft or note, "seen": letter.answer_stamp})


def give_answer(
    letter: Letter,
    form: LetterAnswerForm,
    user: Any,
    *,
    settle: Callable[[Any], None],
    send: Callable[[Any], None],
) -> bool:
    """Save the answer and write the mail; both or neither.

    Args:
        settle: sets what else changes on the letter with the answer; called before it is saved.
        send: writes the mail, where there is an address.

    Returns:
        False, with the reason in ``form``, where somebody else has answered in the meantime.
    """
    text = form.cleaned_data["answer"]
    with transaction.atomic():
        current = type(letter)._default_manager.select_for_update().get(pk=letter.pk)
        if current.answer_stamp != form.cleaned_data["seen"]:
            form.add_error(None, _answered_meanwhile(current))
            return False
        current.answer, current.answer_draft = text, ""
        if current.email:
            current.answered_at, current.answered_by = timezone.now(), user
        settle(current)
        current.save()
        log(current, "wagtail.edit", user=user)
        if current.email:
            send(current)
    return True


def keep_draft(letter: Letter, post: QueryDict) -> HttpResponse:
    """Keep ``answer``, what somebody has begun to write; nothing else of the letter changes.

    ``known`` are the drafts that the form has shown or sent. Where another one is stored, somebody else writes
    at the same time: then the answer is 409 with that ``draft``, and nothing is replaced.
    """
    text = _draft(post.get("answer", ""))
    known = [_draft(one) for one in post.getlist("known")] or [""]
    stored = type(letter)._default_manager.filter(pk=letter.pk)
    if stored.filter(answer_draft__in=[text, *known]).update(answer_draft=text):
        return HttpResponse(status=204)
    return JsonResponse({"draft": stored.values_list("answer_draft", flat=True).get()}, status=409)


def _draft(text: str) -> str:
    return printable(text)[:MAX_ANSWER]


def delivery(key: str) -> str:
    """What became of the mail with the answer, in words; empty where nothing is known of it."""
    mail = find(key)
    if mail is None:
        return ""
    if mail.state == MailState.SENT:
        return "Der Mailserver hat sie angenommen."
    if mail.state == MailState.WAITING:
        return f"Noch nicht gesendet, das Portal versucht es weiter: {mail.error}" if mail.error else "Wird gesendet."
    return f"Nicht zugestellt: {mail.error}" if mail.error else "Nicht zugestellt."


def _answered_meanwhile(letter: Letter) -> str:
    colleague = letter.answered_by
    who = f" von {colleague.get_full_name() or colleague.get_username()}" if colleague else ""
    return (
        f"Inzwischen wurde{who} geantwortet. Ihre Antwort ist nicht gesendet; sie steht unten. Bitte lesen Sie zuerst "
        "die gesendete Antwort, wenn Sie die Seite neu öffnen."
    )
