"""What moving in from WordPress adds to the admin."""

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ogl_portal.importing.access import RIGHT
from ogl_portal.importing.wxr import admin_views
from ogl_portal.workplace.menu import PermittedMenuItem


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("uebernahme/", admin_views.index, name="import_index"),
        path("uebernahme/wordpress/", admin_views.wordpress, name="import_wordpress"),
        path("uebernahme/<int:pk>/", admin_views.run, name="import_run"),
        path("uebernahme/<int:pk>/stand/", admin_views.progress, name="import_progress"),
        path("uebernahme/<int:pk>/beginnen/", admin_views.start, name="import_start"),
        path("uebernahme/<int:pk>/bericht.csv", admin_views.report, name="import_report"),
    ]


@hooks.register("register_settings_menu_item")
def import_menu_item() -> MenuItem:
    return PermittedMenuItem(RIGHT, "Inhalte übernehmen", reverse("import_index"), icon_name="download", order=810)
