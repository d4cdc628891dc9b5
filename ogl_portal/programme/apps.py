from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "ogl_portal.programme"
    label = "programme"
    verbose_name = "Programminhalte"
