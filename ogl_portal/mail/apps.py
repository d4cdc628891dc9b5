from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "ogl_portal.mail"

    def ready(self) -> None:
        from ogl_portal.jobs import scheduled
        from ogl_portal.mail import forgetting, sending

        scheduled.every("mail.send", minutes=0, run=lambda _: sending.send_due(), apart=True)
        scheduled.daily("mail.forget", forgetting.forget_settled)
