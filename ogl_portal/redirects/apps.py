from django.apps import AppConfig


class RedirectsConfig(AppConfig):
    name = "ogl_portal.redirects"
    label = "redirects"
    verbose_name = "Frühere Adressen"

    def ready(self) -> None:
        from ogl_portal.redirects import former_slugs

        former_slugs.connect()
