from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "ogl_portal.jobs"
    verbose_name = "Geplante Aufgaben"
