from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Aktuelles"

    def ready(self) -> None:
        from news import json_ld  # noqa: F401  (registers what its pages tell machines)
