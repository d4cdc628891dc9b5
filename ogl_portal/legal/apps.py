from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "ogl_portal.legal"
    label = "legal"
    verbose_name = "Vorgeschriebene Texte"
