"""Where the safety net meets the admin: deleting, the bin, undoing, preview links."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from ogl_portal.core.admin_scripts import EDITOR, register_scripts
from ogl_portal.core.log_words import register_log_words
from ogl_portal.core.page_trash import without_trash
from ogl_portal.media.models import PortalDocument, PortalImage
from ogl_portal.safety import files, trash, undo, views
from ogl_portal.safety.admin_api import HOME_STAYS, PagesIntoTheBin
from ogl_portal.safety.file_views import tell_of_bin

register_scripts(EDITOR, "autosave")
register_log_words(
    {
        "safety.bin": ("In den Papierkorb legen", "In den Papierkorb gelegt"),
        "safety.restore": ("Aus dem Papierkorb holen", "Aus dem Papierkorb geholt"),
        "safety.preview_link": ("Vorschaulink anlegen", "Vorschaulink angelegt"),
        "safety.preview_revoked": ("Vorschaulink zurücknehmen", "Vorschaulink zurückgenommen"),
        **files.LOG_WORDS,
        **undo.LOG_WORDS,
    }
)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("papierkorb/", views.bin_list, name="safety_bin"),
        path("papierkorb/<int:pk>/wiederherstellen/", views.restore, name="safety_restore"),
        path("papierkorb/<int:pk>/endgueltig/", views.purge, name="safety_purge"),
        path("pages/<int:page_id>/rueckgaengig/", views.undo_publishing, name="safety_undo"),
        path("pages/<int:page_id>/vorschaulinks/", views.preview_links, name="safety_preview_links"),
        path("vorschaulinks/<int:pk>/zuruecknehmen/", views.revoke_preview, name="safety_revoke_preview"),
    ]


@hooks.register("register_admin_menu_item")
def bin_menu_item() -> MenuItem:
    return MenuItem("Papierkorb", reverse("safety_bin"), icon_name="bin", order=900)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="safety", codename="delete_trashedpage")


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """»Vorschaulink« and »Veröffentlichung rückgängig« in the header menu of a page."""
    if page.permissions_for_user(user).can_edit():
        yield Button("Vorschaulink", reverse("safety_preview_links", args=[page.pk]), icon_name="link", priority=35)
    if page.live and undo.may_undo(page, user):
        url = reverse("safety_undo", args=[page.pk])
        yield Button("Veröffentlichung rückgängig", url, icon_name="undo", priority=62)


@hooks.register("before_delete_page")
def bin_instead_of_deleting(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Wagtail has checked that the person may delete the page. It goes into the bin."""
    if trash.site_starts_at_or_below(page):
        messages.error(request, HOME_STAYS)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    next_url = get_valid_next_url_from_request(request)
    if request.method != "POST":
        context = {"page": page, "size": page.get_descendant_count() + 1, "next": next_url}
        return render(request, "safety/confirm_bin.html", context)
    parent = page.get_parent()
    _bin(request, page)
    return redirect(next_url or reverse("wagtailadmin_explore", args=[parent.pk]))


@hooks.register("before_bulk_action")
def bin_many(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """The same for several pages at once; a page goes along with the one it lies below."""
    if action_type != "delete" or not objects or not isinstance(objects[0], Page):
        return None
    if any(trash.site_starts_at_or_below(page) for page in objects):
        messages.error(request, HOME_STAYS)
        return redirect(action.next_url)
    for page in sorted(objects, key=lambda page: page.depth):
        if not trash.is_in_trash(page):
            _bin(request, page)
    return redirect(action.next_url)


@hooks.register("before_bulk_action")
def bin_many_files(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Pictures and documents. Wagtail has left out those that the person may not delete."""
    if action_type != "delete" or not objects or not isinstance(objects[0], PortalImage | PortalDocument):
        return None
    for file in objects:
        files.trash(file, request.user)
        tell_of_bin(request, file)
    return redirect(action.next_url)


@hooks.register("construct_admin_api", order=10)  # after Wagtail has put its own in
def delete_into_the_bin(router: Any) -> None:
    router.register_endpoint("pages", PagesIntoTheBin)


@hooks.register("construct_explorer_page_queryset")
def hide_bin_in_tree(parent_page: Page, pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    return without_trash(pages)


@hooks.register("construct_page_chooser_queryset")
def hide_bin_in_chooser(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    return without_trash(pages)


def _bin(request: HttpRequest, page: Any) -> None:
    entry = trash.move_to_trash(page, request.user)
    text = "»{}« liegt im Papierkorb, bis zum {}. "
    link = format_html('<a href="{}">Wiederherstellen</a>', reverse("safety_restore", args=[entry.pk]))
    messages.success(request, format_html(text + "{}", entry.page.title, f"{entry.kept_until:%d.%m.%Y}", link))
