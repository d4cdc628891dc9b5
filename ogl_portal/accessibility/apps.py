from django.apps import AppConfig


class AccessibilityConfig(AppConfig):
    name = "ogl_portal.accessibility"
    label = "accessibility"
    verbose_name = "Barrierefreiheit"

    def ready(self) -> None:
        from ogl_portal.accessibility import page_views, reminders, sources  # noqa: F401  (the first registers itself)

        sources.register()
        reminders.register()
