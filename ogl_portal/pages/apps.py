from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "ogl_portal.pages"
    label = "pages"
    verbose_name = "Seiten"

    def ready(self) -> None:
        from ogl_portal.jobs import scheduled
        from ogl_portal.pages import messages

        scheduled.daily("pages.delete_messages", messages.delete_settled)
