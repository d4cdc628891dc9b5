from django.apps import AppConfig
from django.db.models.signals import post_migrate


class UsersConfig(AppConfig):
    name = "ogl_portal.users"

    def ready(self) -> None:
        from ogl_portal.users.administration import give_everything

        post_migrate.connect(give_everything, dispatch_uid="users.administration")
