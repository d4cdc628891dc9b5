from django.apps import AppConfig


class SecurityLogConfig(AppConfig):
    name = "ogl_portal.security_log"
    label = "security_log"
    verbose_name = "Sicherheitsprotokoll"

    def ready(self) -> None:
        from ogl_portal.core import duties
        from ogl_portal.security_log import handler, listeners

        listeners.connect()
        duties.daily("security_log.forget", handler.forget_old_files)
