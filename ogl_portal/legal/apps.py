from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "ogl_portal.legal"

    def ready(self) -> None:
        from ogl_portal.legal import page_views, trial  # noqa: F401  (the first registers how its pages are shown)

        trial.connect()
