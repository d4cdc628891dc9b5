from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "ogl_portal.importing"

    def ready(self) -> None:
        from ogl_portal.importing.forgetting import forget
        from ogl_portal.jobs import scheduled

        scheduled.daily("importing.forget", forget)
