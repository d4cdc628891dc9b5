from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "ogl_portal.editorial"
    label = "editorial"
    verbose_name = "Redaktion"
