from django.apps import AppConfig


class WorkplaceConfig(AppConfig):
    name = "ogl_portal.workplace"

    def ready(self) -> None:
        from ogl_portal.workplace import checks, spreadsheets  # noqa: F401

        spreadsheets.connect()
