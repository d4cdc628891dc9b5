"""What subscriptions add to the admin: the report »E-Mail-Abonnements« and its words in the log."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from ogl_portal.core.log_words import register_words
from ogl_portal.subscriptions import admin_views


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("berichte/abonnements/", admin_views.report, name="subscriptions_report")]


class SubscriptionsMenuItem(MenuItem):
    """»E-Mail-Abonnements«, for those who may see the numbers."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(admin_views.VIEW)


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    address = reverse("subscriptions_report")
    return SubscriptionsMenuItem("E-Mail-Abonnements", address, name="abonnements", icon_name="mail", order=810)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="subscriptions")


@hooks.register("register_log_actions")
def log_words(actions: LogActionRegistry) -> None:
    register_words(
        actions,
        {
            admin_views.SEARCHED: ("Abonnement gesucht", "Hat nach dem Abonnement einer Adresse gesucht"),
            admin_views.ERASED: ("Abonnement gelöscht", "Hat das Abonnement einer Adresse auf Anfrage gelöscht"),
        },
    )
