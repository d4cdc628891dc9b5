from django.apps import AppConfig


class LabsConfig(AppConfig):
    name = "labs"
    verbose_name = "Labore"

    def ready(self) -> None:
        from labs import json_ld  # noqa: F401  (registers what its pages tell machines)
