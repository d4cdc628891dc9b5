from django.apps import AppConfig


class PatternLibraryConfig(AppConfig):
    name = "ogl_portal.pattern_library"
    label = "pattern_library"
    verbose_name = "Muster"
