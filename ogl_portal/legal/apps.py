from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "ogl_portal.legal"

    def ready(self) -> None:
        from ogl_portal.legal import page_views  # noqa: F401  (registers how its pages are shown)
