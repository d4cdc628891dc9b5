from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "ogl_portal.pages"
    label = "pages"
    verbose_name = "Seiten"
