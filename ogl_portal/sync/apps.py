from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "ogl_portal.sync"
    verbose_name = "Abgleich"
