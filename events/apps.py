from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Termine"

    def ready(self) -> None:
        from events import json_ld  # noqa: F401  (registers what its pages tell machines)
