from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "ogl_portal.inbox"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from ogl_portal.inbox import mails
        from ogl_portal.jobs import scheduled
        from ogl_portal.pages.messages import message_received
        from ogl_portal.pages.models import Message

        message_received.connect(mails.message_has_come, dispatch_uid="inbox.message_has_come")
        post_delete.connect(mails.message_is_gone, sender=Message, dispatch_uid="inbox.message_is_gone")
        scheduled.daily("inbox.reminders", mails.remind)
