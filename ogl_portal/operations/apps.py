from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "ogl_portal.operations"
    label = "operations"
    verbose_name = "Betrieb"
