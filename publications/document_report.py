"""All result PDFs with their accessibility label and their age."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet

from ogl_portal.workplace.formatting import german_day
from ogl_portal.workplace.reports import Cell, Report, YesNoFilter
from publications.models import FileState, FileVersion

CONFORMS, FAILS, UNCHECKED = "ja", "nein", "ungeprueft"


class DocumentFilterSet(WagtailFilterSet):
    barrierefrei = django_filters.ChoiceFilter(
        label="PDF/UA-1",
        choices=[(CONFORMS, "bestanden"), (FAILS, "Regeln verletzt"), (UNCHECKED, "nicht geprüft")],
        method="filter_accessible",
    )
    human_checked_at = YesNoFilter(
        label="Von Menschen geprüft", lookup_expr="isnull", exclude=True, field_name="human_checked_at"
    )
    state = django_filters.MultipleChoiceFilter(label="Stand", choices=FileState.choices)

    class Meta:
        model = FileVersion
        fields = ["barrierefrei", "human_checked_at", "state"]

    def filter_accessible(self, queryset: QuerySet[FileVersion], name: str, value: str) -> QuerySet[FileVersion]:
        if value == UNCHECKED:
            return queryset.filter(Q(accessibility__conforms__isnull=True) | Q(accessibility__conforms=None))
        return queryset.filter(accessibility__conforms=value == CONFORMS)


def age(version: FileVersion) -> int:
    """Days since the file was uploaded."""
    return (timezone.now() - version.created_at).days


class DocumentReport(Report):
    slug = "documents"
    page_title = "Dokumente"
    header_icon = "doc-full"
    filterset_class = DocumentFilterSet
    default_ordering = ["created_at", "pk"]
    introduction = (
        "Jede Version jedes Ergebnisdokuments mit dem gemessenen Stand der Barrierefreiheit, die älteste zuerst. "
        "Ein Klick auf den Titel führt zu ihren Dateien."
    )
    cells = [
        Cell(
            "title",
            "Dokument",
            "publication.title",
            lambda version: reverse("publication_files", args=[version.publication_id]),
            "publication__title",
        ),
        Cell("number", "Version", "number", sort_key="number"),
        Cell("sample", "Muster", lambda version: "ja" if version.is_sample else "nein", sort_key="is_sample"),
        Cell("state", "Stand", lambda version: version.get_state_display(), sort_key="state"),
        Cell("label", "Barrierefreiheit", "accessibility_label"),
        Cell("rules", "Verletzte Regeln", "failed_rule_count"),
        Cell("pages", "Seiten", lambda version: version.page_count or "", sort_key="page_count"),
        Cell(
            "created_at",
            "Hochgeladen am",
            lambda version: german_day(version.created_at),
            sort_key="created_at",
            exported="created_at",
        ),
        Cell("age", "Alter in Tagen", age),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        versions = FileVersion.objects.select_related("publication").defer("outline", "pictures", "inspection")
        return self.scope.mine(versions, "publication__")
