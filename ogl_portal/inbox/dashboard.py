"""What the dashboard tells of messages."""

from django.urls import reverse

from ogl_portal.inbox.people import VIEW
from ogl_portal.pages.models import Message
from ogl_portal.workplace.cards import Card, Item, Priority, first_of
from ogl_portal.workplace.scope import DashboardScope


def messages_waiting(scope: DashboardScope) -> Card | None:
    """Messages from readers without an answer, the most urgent first; overdue as soon as one is."""
    if not scope.user.has_perm(VIEW):
        return None
    found, count = first_of(Message.objects.filter(closed_on=None).order_by("due_on", "received_at"))
    if not found:
        return None
    items = [
        Item(str(message), reverse("inbox_message", args=[message.pk]), message.deadline, message.due_on < scope.today)
        for message in found
    ]
    priority = Priority.OVERDUE if found[0].due_on < scope.today else Priority.OWN
    button_url = reverse("posteingang:index") if count > 1 else items[0].url
    return Card(priority, "Nachrichten ohne Antwort", count, items, "Nachrichten beantworten", button_url)
