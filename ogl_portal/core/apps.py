from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "ogl_portal.core"
    label = "core"
    verbose_name = "Grundlagen"

    def ready(self) -> None:
        from ogl_portal.core import checks  # noqa: F401  (registers the architecture checks)
