from django.apps import AppConfig


class SecurityLogConfig(AppConfig):
    name = "ogl_portal.security_log"

    def ready(self) -> None:
        from ogl_portal.jobs import scheduled
        from ogl_portal.legal import sections
        from ogl_portal.security_log import handler, listeners, privacy

        listeners.connect()
        sections.register(privacy.section)
        scheduled.daily("security_log.forget", handler.forget_old_files)
