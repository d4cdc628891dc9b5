from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "ogl_portal.search"
    label = "search"
    verbose_name = "Suche"

    def ready(self) -> None:
        from ogl_portal.search import signals

        signals.connect()
