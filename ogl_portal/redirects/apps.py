from django.apps import AppConfig


class RedirectsConfig(AppConfig):
    name = "ogl_portal.redirects"

    def ready(self) -> None:
        # Wagtail names its redirect form in its views and offers no setting for another; the import of lists uses the
        # name, the two views the attribute.
        from wagtail.contrib.redirects import views

        from ogl_portal.redirects import former_slugs
        from ogl_portal.redirects.forms import RedirectForm

        views.RedirectForm = views.CreateView.form_class = views.EditView.form_class = RedirectForm
        former_slugs.connect()
