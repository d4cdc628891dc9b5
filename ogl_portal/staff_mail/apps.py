from django.apps import AppConfig


class StaffMailConfig(AppConfig):
    name = "ogl_portal.staff_mail"

    def ready(self) -> None:
        from ogl_portal.jobs import scheduled
        from ogl_portal.staff_mail import digest

        scheduled.every("staff_mail.digest", minutes=10, run=digest.send_digests, apart=True)
