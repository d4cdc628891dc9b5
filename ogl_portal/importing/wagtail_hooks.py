"""What moving in adds to the admin."""

from collections.abc import Iterator

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from ogl_portal.importing import admin_views, literature_views


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("uebernahme/", admin_views.index, name="import_index"),
        path("uebernahme/wordpress/", admin_views.wordpress, name="import_wordpress"),
        path("uebernahme/<int:pk>/", admin_views.run, name="import_run"),
        path("uebernahme/<int:pk>/stand/", admin_views.progress, name="import_progress"),
        path("uebernahme/<int:pk>/beginnen/", admin_views.start, name="import_start"),
        path("uebernahme/<int:pk>/bericht.csv", admin_views.report, name="import_report"),
        path("uebernahme/literatur/", literature_views.upload, name="import_literature"),
        path("uebernahme/literatur/<int:pk>/", literature_views.review, name="import_literature_review"),
    ]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(admin_views.RIGHT)


@hooks.register("register_settings_menu_item")
def import_menu_item() -> MenuItem:
    return ImportMenuItem("Inhalte übernehmen", reverse("import_index"), icon_name="download", order=810)


@hooks.register("register_literature_buttons")
def literature_button(request: HttpRequest) -> Iterator[Button]:
    """»Importieren« on the list of literature."""
    if request.user.has_perm(admin_views.RIGHT):
        yield Button("Importieren", url=reverse("import_literature"), icon_name="download", priority=50)


@hooks.register("register_permissions")
def import_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="importing", codename="add_importrun")
