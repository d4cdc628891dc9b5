from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "ogl_portal.web"

    def ready(self) -> None:
        from ogl_portal.jobs import scheduled
        from ogl_portal.web import incoming_forms, rate_limit

        incoming_forms.connect()
        scheduled.every("web.forget_rates", minutes=10, run=rate_limit.forget_expired)
