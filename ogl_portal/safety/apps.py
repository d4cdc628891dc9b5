from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "ogl_portal.safety"
    label = "safety"
    verbose_name = "Sicherheitsnetz"

    def ready(self) -> None:
        from ogl_portal.core import duties
        from ogl_portal.safety import previews, trash

        duties.daily("safety.bin", trash.purge_expired)
        duties.daily("safety.previews", previews.forget_expired)
