from django.apps import AppConfig
from django.core import checks


class UpdatesConfig(AppConfig):
    name = "ogl_portal.updates"

    def ready(self) -> None:
        from ogl_portal.updates.support import check_support

        checks.register(check_support, "support")
