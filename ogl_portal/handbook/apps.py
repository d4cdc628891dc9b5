from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "ogl_portal.handbook"
    label = "handbook"
    verbose_name = "Handbuch"
