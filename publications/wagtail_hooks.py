"""What publications add to the admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.query import PageQuerySet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from ogl_portal.core.log_words import register_log_words
from ogl_portal.core.snippets import ChosenOnlyViewSet
from ogl_portal.workplace.actions import register_action
from ogl_portal.workplace.cards import register
from ogl_portal.workplace.reports import register_report
from publications import admin_views, dashboard
from publications.bulk import place_for_drafts
from publications.document_report import DocumentReport
from publications.findings import published_without_file
from publications.log import LOG_WORDS
from publications.models import LiteratureEntry, PublicationPage


class LiteratureIndexView(IndexView):
    """The list of literature; other apps may add buttons to it by the hook ``register_literature_buttons``."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        more = [button for hook in hooks.get_hooks("register_literature_buttons") for button in hook(self.request)]
        return [*super().header_more_buttons, *more]


class LiteratureViewSet(SnippetViewSet):
    model = LiteratureEntry
    index_view_class = LiteratureIndexView
    chooser_viewset_class = ChosenOnlyViewSet
    icon = "openquote"
    menu_label = "Literatur"
    add_to_admin_menu = True
    menu_order = 250
    list_display = ["title", Column("author_names", label="Autor:innen"), "date", "kind"]
    list_filter = ["kind", "is_verified"]
    ordering = ["sort_author"]


register_snippet(LiteratureViewSet)
register(dashboard.hidden_text, order=290)
register(dashboard.failed_files, order=300)
register_action(dashboard.upload_files, order=300)
register_report(DocumentReport, "dokumente", order=700)
register_log_words(LOG_WORDS)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("veroeffentlichungen/hochladen/", admin_views.bulk_upload, name="publication_bulk_upload"),
        path("veroeffentlichungen/<int:pk>/dateien/", admin_views.files, name="publication_files"),
        path("veroeffentlichungen/<int:pk>/dateien/neu/", admin_views.add_file, name="publication_add_file"),
        path("dateiversionen/<int:pk>/stand/", admin_views.progress, name="version_progress"),
        path("dateiversionen/<int:pk>/wiederholen/", admin_views.retry, name="version_retry"),
        path("dateiversionen/<int:pk>/zurueckziehen/", admin_views.withdraw_version, name="version_withdraw"),
        path("dateiversionen/<int:pk>/wieder-abrufbar/", admin_views.put_back_version, name="version_put_back"),
        path("dateiversionen/<int:pk>/pruefbericht/", admin_views.report, name="version_report"),
        path("dateiversionen/<int:pk>/freigeben/", admin_views.approve, name="version_approve"),
        path("dateiversionen/<int:pk>/datei/", admin_views.public_file, name="version_public_file"),
        path("dateiversionen/<int:pk>/original/", admin_views.original, name="version_original"),
    ]


class UploadMenuItem(MenuItem):
    """»PDF hochladen«, for those who may add publications."""

    def is_shown(self, request: HttpRequest) -> bool:
        return place_for_drafts(request.user) is not None


@hooks.register("register_admin_menu_item")
def upload_menu_item() -> MenuItem:
    return UploadMenuItem("PDF hochladen", reverse("publication_bulk_upload"), icon_name="upload", order=120)


@hooks.register("register_page_header_buttons")
def header_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """»Dateien« in the header menu of a publication."""
    if isinstance(page.specific, PublicationPage) and page.permissions_for_user(user).can_edit():
        yield Button("Dateien", reverse("publication_files", args=[page.pk]), icon_name="doc-full", priority=15)


@hooks.register("after_publish_page")
def tell_of_waiting_file(request: HttpRequest, page: Any) -> None:
    _tell(request, published_without_file().filter(pk=page.pk))


@hooks.register("after_bulk_action")
def tell_of_waiting_files(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> None:
    """Publishing of several pages calls no hook of the single page, and takes those below with it if asked to."""
    if action_type != "publish":
        return
    waiting = published_without_file()
    chosen = waiting.filter(pk__in=[page.pk for page in objects])
    if action_class_instance.cleaned_form.cleaned_data.get("include_descendants"):
        for page in objects:
            chosen |= waiting.descendant_of(page)
    _tell(request, chosen)


def _tell(request: HttpRequest, publications: PageQuerySet) -> None:
    for publication in publications:
        messages.warning(
            request,
            format_html(
                "»{}« ist öffentlich, aber noch ohne PDF: Die Datei wartet auf eine Entscheidung, weil darin Text "
                'verborgen ist oder aktive Inhalte stehen. <a href="{}">Lesen und entscheiden</a>',
                publication.title,
                reverse("publication_files", args=[publication.pk]),
            ),
        )
