from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "ogl_portal.users"
    label = "users"
    verbose_name = "Personen und Rollen"
