from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events import json_ld, page_views  # noqa: F401  (these register how its pages are shown)
