from django.apps import AppConfig


class AccessibilityConfig(AppConfig):
    name = "ogl_portal.accessibility"

    def ready(self) -> None:
        from ogl_portal.accessibility import faults, page_views, reminders, sources  # noqa: F401  (registers itself)
        from ogl_portal.accessibility.content_barriers import content_faults

        faults.register_source("accessibility.content", content_faults)
        sources.register()
        reminders.register()
