from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "ogl_portal.pages"

    def ready(self) -> None:
        from ogl_portal.jobs import scheduled
        from ogl_portal.pages import home, messages, page_views  # noqa: F401  (two register how pages are shown)

        scheduled.daily("pages.delete_messages", messages.delete_settled)
