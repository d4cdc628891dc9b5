"""Mails around a message. Those to staff do not repeat what was written: it is read where rights are asked."""

import datetime
import logging
from typing import Any

from ogl_portal.core.languages import ENGLISH
from ogl_portal.correspondence.letters import days_left, reminder_stage
from ogl_portal.german.dates import german_date
from ogl_portal.inbox.people import deputies, operator_address, reply_address, responsible
from ogl_portal.mail.outbox import enqueue, withdraw
from ogl_portal.mail.render import absolute_url, render_mail
from ogl_portal.pages.models import Message
from ogl_portal.users.models import User

logger = logging.getLogger(__name__)

REMIND_DAYS = (3,)  # before the end of the period


def message_has_come(sender: object, message: Message, **kwargs: object) -> None:
    """Tell those who are responsible."""
    page_url = absolute_url(message.page_url) if message.page_url else ""
    subject = f"Neue Nachricht: {message}"
    _tell(message, responsible(message), "new", subject, "inbox/new_message_mail.txt", {"page_url": page_url})


def message_is_gone(sender: object, instance: Message, **kwargs: object) -> None:
    """With a message the address goes from the outbox as well; an answer that waits there is not sent any more."""
    withdraw([answer_key(instance)])


def remind(today: datetime.date) -> None:
    """A mail before the end of a message's period, and one when it is over, to the deputy as well."""
    for message in Message.objects.filter(closed_on=None):
        stage = reminder_stage(message.due_on, today, REMIND_DAYS)
        if not stage:
            continue
        people = {user.pk: user for user in [*responsible(message), *deputies()]}
        subject = f"Nachricht {message.receipt}: Antwort bis {german_date(message.due_on)}"
        if stage == "late":
            subject = f"Überfällig: Nachricht {message.receipt} ist nicht beantwortet"
        context = {"is_late": stage == "late", "left": days_left(message.due_on, today)}
        _tell(message, list(people.values()), stage, subject, "inbox/reminder_mail.txt", context)


def answer_key(message: Message) -> str:
    """Names the mail with the answer that was given at ``answered_at``: a message may be answered more than once."""
    return f"message:{message.receipt}:answer:{message.answer_stamp}"


def send_answer(message: Message) -> None:
    """Send ``message.answer`` to the reader; nothing that readers wrote is repeated in it."""
    if message.language == ENGLISH:
        text = render_mail("inbox/answer_mail_en.txt", {"message": message}, frame="mail/frame_en.txt")
        subject = f"Answer to your message {message.receipt}"
    else:
        text = render_mail("inbox/answer_mail.txt", {"message": message})
        subject = f"Antwort auf Ihre Nachricht {message.receipt}"
    headers = {"Auto-Submitted": "no"}
    enqueue(answer_key(message), message.email, subject, text, headers=headers, reply_to=reply_address())


def _tell(
    message: Message, people: list[User], stage: str, subject: str, template: str, context: dict[str, Any]
) -> None:
    """Write to each of ``people``; where nobody is responsible, to the operator's address for enquiries."""
    for user in people:
        text = render_mail(template, {**context, "message": message, "person": user})
        enqueue(f"message:{message.receipt}:{stage}:{user.pk}", user.email, subject, text)
    if not people and (address := operator_address()):
        text = render_mail(template, {**context, "message": message})
        enqueue(f"message:{message.receipt}:{stage}:operator", address, subject, text)
    elif not people:
        logger.warning("There is nobody to tell of a message: no group, no deputy, no address in the settings")
