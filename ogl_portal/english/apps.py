from django.apps import AppConfig


class EnglishConfig(AppConfig):
    name = "ogl_portal.english"

    def ready(self) -> None:
        from ogl_portal.english import page_views  # noqa: F401  (registers how its pages are shown)
