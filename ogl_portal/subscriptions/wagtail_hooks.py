"""What subscriptions add to the admin: the report »E-Mail-Abonnements« and its words in the log."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ogl_portal.core.log_words import register_log_words
from ogl_portal.subscriptions import admin_views
from ogl_portal.workplace.menu import PermittedMenuItem

register_log_words(
    {
        admin_views.SEARCHED: ("Abonnement gesucht", "Hat nach dem Abonnement einer Adresse gesucht"),
        admin_views.ERASED: ("Abonnement gelöscht", "Hat das Abonnement einer Adresse auf Anfrage gelöscht"),
    }
)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("berichte/abonnements/", admin_views.report, name="subscriptions_report")]


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    address = reverse("subscriptions_report")
    return PermittedMenuItem(
        admin_views.VIEW, "E-Mail-Abonnements", address, name="abonnements", icon_name="mail", order=810
    )


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="subscriptions")
