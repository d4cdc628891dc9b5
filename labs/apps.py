from django.apps import AppConfig


class LabsConfig(AppConfig):
    name = "labs"

    def ready(self) -> None:
        from labs import json_ld, page_views  # noqa: F401  (these register how its pages are shown)
        from labs.similar import view  # noqa: F401
