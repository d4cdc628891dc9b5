from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "ogl_portal.planning"
    label = "planning"
    verbose_name = "Planung"
