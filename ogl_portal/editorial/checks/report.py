"""Everything that the checks have found on public pages, a row for each finding."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet

from ogl_portal.editorial.checks.findings import Rule, Severity
from ogl_portal.editorial.checks.models import ContentFinding
from ogl_portal.workplace.formatting import edit_url, german_day
from ogl_portal.workplace.reports import Cell, Report, page_kinds


class ContentFilterSet(WagtailFilterSet):
    severity = django_filters.ChoiceFilter(label="Gewicht", choices=Severity.choices)
    rule = django_filters.MultipleChoiceFilter(label="Was auffällt", choices=Rule.choices)
    seitentyp = ContentTypeFilter(label="Art der Seite", field_name="page__content_type", queryset=page_kinds)

    class Meta:
        model = ContentFinding
        fields = ["severity", "rule", "seitentyp"]


def place_url(finding: ContentFinding) -> str:
    """The editor of the page, at the place itself."""
    return edit_url(finding.page_id) + finding.anchor


class ContentReport(Report):
    slug = "content_findings"
    page_title = "Inhaltsprüfung"
    header_icon = "glasses"
    filterset_class = ContentFilterSet
    is_searchable = True
    search_fields = ["page__title", "sentence"]
    search_backend_name = None
    default_ordering = ["severity", "page__title", "page", "position"]
    introduction = (
        "Was an öffentlichen Seiten auffällt, Fehler zuerst. Geprüft wird bei jedem Veröffentlichen und jede Nacht. "
        "Ein Klick auf den Titel führt ins Formular der Seite, an die Stelle; dort steht auch, was zu tun ist."
    )
    cells = [
        Cell("page", "Seite", "page.title", place_url, "page__title"),
        Cell("kind", "Art der Seite", lambda finding: finding.page.content_type.name),
        Cell("severity", "Gewicht", lambda finding: finding.get_severity_display(), sort_key="severity"),
        Cell("rule", "Was auffällt", lambda finding: finding.get_rule_display(), sort_key="rule"),
        Cell("sentence", "Im Einzelnen", "sentence"),
        Cell("place", "Stelle", "place"),
        Cell(
            "published",
            "Veröffentlicht am",
            lambda finding: german_day(finding.page.last_published_at),
            sort_key="page__last_published_at",
            exported="page.last_published_at",
        ),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        findings = self.scope.mine(ContentFinding.objects.on_public_pages(), "page__")
        return findings.select_related("page__content_type")
