from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "ogl_portal.users"
    verbose_name = "Personen und Rollen"
