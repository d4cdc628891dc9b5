import datetime

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "ogl_portal.importing"
    label = "importing"
    verbose_name = "Inhalte übernehmen"

    def ready(self) -> None:
        from ogl_portal.jobs import scheduled

        scheduled.daily("importing.forget", forget_old_runs)


def forget_old_runs(today: datetime.date) -> None:
    """Exports hold names and mail addresses; they are kept no longer than somebody may need them."""
    from ogl_portal.importing.runner import forget

    forget(today)
