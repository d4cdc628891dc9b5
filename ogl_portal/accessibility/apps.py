from django.apps import AppConfig


class AccessibilityConfig(AppConfig):
    name = "ogl_portal.accessibility"

    def ready(self) -> None:
        from ogl_portal.accessibility import faults, page_views, privacy, reminders, sources  # noqa: F401  (registers itself)
        from ogl_portal.accessibility.content_barriers import content_faults
        from ogl_portal.legal import sections

        faults.register_source("accessibility.content", content_faults)
        sources.register()
        sections.register(privacy.section)
        reminders.register()
