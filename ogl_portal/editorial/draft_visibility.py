"""Closing what tells one team of another's drafts and files.

Wagtail guards its editors well, and says more than we want in passing: its page chooser lists every page, drafts
included, to whoever is signed in; so do a report, the question before a move, and the programming interface for
files. Here each shows what is public and what the person may edit. Lists are filtered by hooks; views that have none
are mounted before Wagtail's (``ogl_portal.editorial.urls``).
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left, Length
from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.admin.views import chooser
from wagtail.admin.views.pages import search
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from ogl_portal.text.numbers import as_key
from ogl_portal.users.visibility import known, visible_pages

DRAFT_IS_READABLE = "draft_is_readable"
"""Annotation of a queryset of pages: whether the person may read what is not yet published of a public page."""


def with_readable_drafts(pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """Tell the search (``ogl_portal.search.staff``) in whose drafts it may look; without it, in none."""
    editable = policy_registry.get_by_type(Page).explorable_instances(user).order_by().values("pk")
    return pages.annotate(**{DRAFT_IS_READABLE: ExpressionWrapper(Q(pk__in=editable), output_field=BooleanField())})


@hooks.register("construct_page_chooser_queryset")
def only_visible_pages(pages: PageQuerySet, request: HttpRequest) -> QuerySet[Page]:
    """With what the chooser says of each page, which it would else ask for page by page."""
    path_above = Left(OuterRef("path"), Length(OuterRef("path")) - Page.steplen)
    pages = pages.annotate_approved_schedule().prefetch_workflow_states()
    pages = pages.annotate(parent_key=Subquery(Page.objects.filter(path=path_above).order_by().values("pk")))
    return with_readable_drafts(visible_pages(pages, request.user), request.user)


@hooks.register("construct_explorer_page_queryset")
def with_own_drafts(parent: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return with_readable_drafts(pages, request.user)


class SearchView(search.SearchView):
    """Wagtail's view, which shows pages that the person may edit; their drafts are searched as well."""

    def annotate_queryset(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        return with_readable_drafts(super().annotate_queryset(pages), self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the names of the model, which the heading of the list counts in (»1-1 von 1 None«)."""
        names = {"verbose_name": Page._meta.verbose_name, "verbose_name_plural": Page._meta.verbose_name_plural}
        return super().get_context_data(**kwargs) | names


class ChosenMultipleView(chooser.ChosenMultipleView):
    """Wagtail's view; numbers of pages that the person may not know of are left out."""

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = [key for text in request.GET.getlist("id") if (key := as_key(text)) is not None]
        visible = visible_pages(Page.objects.filter(pk__in=wanted), request.user).values_list("pk", flat=True)
        query = request.GET.copy()
        query.setlist("id", [str(pk) for pk in visible])
        request.GET = query  # type: ignore[assignment]  # a copy is what one may change
        response: HttpResponse = super().get(request)
        return response


class PageTypesReport(PageTypesUsageReportView):
    """Wagtail's report; the page of a type that was edited last is named to those who may know of it.

    Wagtail offers it for export without naming a column.
    """

    list_export = ["name", "count", "last_edited_page", "last_edited_at"]
    export_headings = {
        "name": "Art der Seite",
        "count": "Zahl der Seiten",
        "last_edited_page": "Zuletzt bearbeitet",
        "last_edited_at": "Bearbeitet am",
    }
    export_filename = "arten-von-seiten"

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        page = item.last_edited_page
        return {
            "name": item.name,
            "count": item.count,
            "last_edited_page": page.get_admin_display_title() if page else "",
            "last_edited_at": page.latest_revision_created_at if page else None,
        }

    def decorate_paginated_queryset(self, page_types: Any) -> Any:
        rows = super().decorate_paginated_queryset(page_types)
        numbers = [row.last_edited_page_id for row in rows if row.last_edited_page_id]
        visible = set(
            visible_pages(Page.objects.filter(pk__in=numbers), self.request.user).values_list("pk", flat=True)
        )
        for row in rows:
            if row.last_edited_page_id not in visible:
                row.last_edited_page = None
        return rows


@hooks.register("before_move_page")
def only_where_one_may(request: HttpRequest, page: Page, destination: Page) -> None:
    """Wagtail asks for the right when the page is moved; the question before would name the page to anybody."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


class OwnFilesMixin:
    """The programming interface lists the files that the person may use."""

    request: HttpRequest

    def get_queryset(self) -> QuerySet[Model]:
        files: QuerySet[Model] = super().get_queryset()  # type: ignore[misc]  # of the view set beside it
        return files.filter(pk__in=known(files.model, self.request.user).values("pk"))


class OwnImages(OwnFilesMixin, ImagesAdminAPIViewSet):
    pass


class OwnDocuments(OwnFilesMixin, DocumentsAdminAPIViewSet):
    pass


@hooks.register("construct_admin_api", order=10)  # after Wagtail has put its own in
def own_files_only(router: Any) -> None:
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)
