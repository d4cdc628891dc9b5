from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "ogl_portal.inbox"
    label = "inbox"
    verbose_name = "Posteingang"

    def ready(self) -> None:
        from ogl_portal.core import duties
        from ogl_portal.inbox import mails
        from ogl_portal.pages.messages import message_received

        message_received.connect(mails.message_has_come, dispatch_uid="inbox.message_has_come")
        duties.daily("inbox.reminders", mails.remind)
