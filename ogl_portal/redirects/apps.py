from django.apps import AppConfig


class RedirectsConfig(AppConfig):
    name = "ogl_portal.redirects"
    label = "redirects"
    verbose_name = "Frühere Adressen"
