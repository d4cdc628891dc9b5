from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "ogl_portal.correspondence"
    label = "correspondence"
    verbose_name = "Schriftwechsel"
