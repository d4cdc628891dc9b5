"""What taking over literature adds to the admin."""

from collections.abc import Iterator

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from ogl_portal.importing import literature_views
from ogl_portal.importing.access import RIGHT


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("uebernahme/literatur/", literature_views.upload, name="import_literature"),
        path("uebernahme/literatur/<int:pk>/", literature_views.review, name="import_literature_review"),
    ]


@hooks.register("register_literature_buttons")
def literature_button(request: HttpRequest) -> Iterator[Button]:
    """»Importieren« on the list of literature."""
    if request.user.has_perm(RIGHT):
        yield Button("Importieren", url=reverse("import_literature"), icon_name="download", priority=50)


@hooks.register("register_permissions")
def import_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="importing", codename="add_importrun")
