from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "ogl_portal.teams"

    def ready(self) -> None:
        from ogl_portal.teams import signals  # noqa: F401  (connects them)
