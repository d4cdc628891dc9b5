from django.apps import AppConfig
from django.core import checks


class UpdatesConfig(AppConfig):
    name = "ogl_portal.updates"
    verbose_name = "Updates"

    def ready(self) -> None:
        from ogl_portal.updates.support import check_support

        checks.register(check_support, "support")
