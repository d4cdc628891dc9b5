import datetime

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "ogl_portal.importing"
    label = "importing"
    verbose_name = "Inhalte übernehmen"

    def ready(self) -> None:
        # Wagtail names its redirect form in its views and offers no setting for another; the import of lists uses the
        # name, the two views the attribute.
        from wagtail.contrib.redirects import views

        from ogl_portal.importing.redirects.forms import RedirectForm
        from ogl_portal.jobs import scheduled

        views.RedirectForm = views.CreateView.form_class = views.EditView.form_class = RedirectForm
        scheduled.daily("importing.forget", forget_old_runs)


def forget_old_runs(today: datetime.date) -> None:
    """Exports hold names and mail addresses; they are kept no longer than somebody may need them."""
    from ogl_portal.importing.runner import forget

    forget(today)
