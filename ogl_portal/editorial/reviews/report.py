"""Pages by the last time somebody has looked through them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.models import Page

from ogl_portal.workplace.formatting import german_day, person
from ogl_portal.workplace.reports import Cell, Report, YesNoFilter, page_kinds


class ReviewFilterSet(WagtailFilterSet):
    faellig = YesNoFilter(label="Durchsicht ist fällig", method="filter_due")
    durchgesehen = YesNoFilter(
        field_name="review__reviewed_on", lookup_expr="isnull", exclude=True, label="Schon einmal durchgesehen"
    )
    live = YesNoFilter(label="Öffentlich")
    content_type = ContentTypeFilter(label="Art", queryset=page_kinds)

    class Meta:
        model = Page
        fields = ["faellig", "durchgesehen", "live", "content_type"]

    def filter_due(self, queryset: QuerySet[Page], name: str, value: bool) -> QuerySet[Page]:
        due = {"review__due_on__lte": timezone.localdate()}
        return queryset.filter(**due) if value else queryset.exclude(**due)


def _review(page: Page, name: str) -> Any:
    review = getattr(page, "review", None)  # the reverse side of a one-to-one relation raises where there is none
    return getattr(review, name) if review else None


class ReviewReport(Report):
    slug = "page_review"
    page_title = "Durchsicht der Seiten"
    header_icon = "check"
    filterset_class = ReviewFilterSet
    is_searchable = True
    search_fields = ["title"]
    search_backend_name = None
    default_ordering = ["review__due_on", "review__reviewed_on", "last_published_at", "pk"]
    introduction = (
        "Wann hat zuletzt jemand nachgesehen, ob alles stimmt? Zuerst steht, was fällig ist. Ein Klick auf den Titel "
        "führt zum Vermerk."
    )
    cells = [
        Cell("title", "Seite", "title", lambda page: reverse("page_review", args=[page.pk]), "title"),
        Cell("kind", "Art", lambda page: page.content_type.name),
        Cell("live", "Öffentlich", lambda page: "ja" if page.live else "nein"),
        Cell(
            "due_on",
            "Fällig am",
            lambda page: german_day(_review(page, "due_on")),
            sort_key="review__due_on",
            exported=lambda page: _review(page, "due_on"),
        ),
        Cell(
            "reviewed_on",
            "Durchgesehen am",
            lambda page: german_day(_review(page, "reviewed_on")),
            sort_key="review__reviewed_on",
            exported=lambda page: _review(page, "reviewed_on"),
        ),
        Cell("reviewed_by", "Von", lambda page: person(_review(page, "reviewed_by"))),
        Cell(
            "last_published_at",
            "Veröffentlicht am",
            lambda page: german_day(page.last_published_at),
            sort_key="last_published_at",
            exported="last_published_at",
        ),
        Cell("note", "Anmerkung", lambda page: _review(page, "note") or ""),
    ]

    def get_base_queryset(self) -> QuerySet[Page]:
        pages = self.scope.mine(Page.objects.filter(depth__gt=1))
        return pages.select_related("review__reviewed_by", "content_type")
