from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True
    name = "ogl_portal.accounts"

    def ready(self) -> None:
        from ogl_portal.accounts import lockout, sessions, signals
        from ogl_portal.jobs import scheduled

        signals.connect()
        scheduled.daily("accounts.forget_sessions", sessions.forget_expired)
        scheduled.daily("accounts.forget_attempts", lockout.forget_old_attempts)


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's user management, with invitations in place of passwords typed by administrators."""

    user_viewset = "ogl_portal.accounts.viewsets.PeopleViewSet"
    group_viewset = "ogl_portal.users.groups.RoleGroupViewSet"
