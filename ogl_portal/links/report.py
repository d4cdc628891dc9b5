"""The report of links, and their card on the dashboard."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet

from ogl_portal.links.models import FAULTS, FINAL, NIGHTS, Link, LinkState, LinkUse
from ogl_portal.workplace.cards import Card, Item, Priority, first_of
from ogl_portal.workplace.formatting import edit_url, german_day
from ogl_portal.workplace.reports import Cell, Report, YesNoFilter
from ogl_portal.workplace.scope import DashboardScope


def faulty(links: QuerySet[Link]) -> QuerySet[Link]:
    """Links that somebody should mend: see ``Link.is_fault``."""
    return links.filter(Q(state__in=FINAL) | Q(state__in=FAULTS, failures__gte=NIGHTS))


def on_pages_of(scope: DashboardScope, links: QuerySet[Link]) -> QuerySet[Link]:
    """Of ``links`` those that stand on pages which the person may change."""
    if scope.paths is None:
        return links
    return links.filter(Exists(scope.mine(LinkUse.objects.filter(link=OuterRef("pk")), "page__")))


def broken_links(scope: DashboardScope) -> Card | None:
    links = on_pages_of(scope, faulty(Link.objects.all())).order_by("host", "url")
    found, count = first_of(links.prefetch_related("uses__page"))
    if not found:
        return None
    items = [Item(_page(link).title, edit_url(_page(link).pk), f"{link.url}: {link.why}") for link in found]
    report = reverse("links_report") + "?zu_reparieren=true"
    return Card(Priority.REPAIR, "Links führen ins Leere", count, items, "Links ansehen", report)


def _page(link: Link) -> Any:
    return link.uses.all()[0].page


class LinkFilterSet(WagtailFilterSet):
    zu_reparieren = YesNoFilter(label="Zu reparieren", method="filter_faulty")
    state = django_filters.MultipleChoiceFilter(label="Zustand", choices=LinkState.choices)
    host = django_filters.CharFilter(label="Website enthält", lookup_expr="icontains")

    class Meta:
        model = Link
        fields = ["zu_reparieren", "state", "host"]

    def filter_faulty(self, queryset: QuerySet[Link], name: str, value: bool) -> QuerySet[Link]:
        keys = faulty(Link.objects.all()).values("pk")
        return queryset.filter(pk__in=keys) if value else queryset.exclude(pk__in=keys)


class LinksReport(Report):
    slug = "links"
    page_title = "Links"
    header_icon = "link-external"
    filterset_class = LinkFilterSet
    default_ordering = ["-failures", "host", "url"]
    introduction = (
        "Jede Nacht wird jeder Link auf andere Websites einmal aufgerufen. Rot ist erst, was zwei Nächte lang nicht "
        "antwortet oder endgültig fort ist. Links auf eigene Seiten und Dateien stehen hier, sobald Leser:innen sie "
        "nicht mehr erreichen; zu sehen ist dann nur noch ihr Text. Ein Klick auf die Adresse führt zu der Seite, auf "
        "der sie steht."
    )
    cells = [
        Cell("url", "Adresse", "url", lambda link: edit_url(_page(link).pk), "url"),
        Cell("state", "Zustand", lambda link: link.get_state_display(), sort_key="state"),
        Cell("status", "Antwort", lambda link: link.status or "", sort_key="status"),
        Cell("target", "Neue Adresse", "target"),
        Cell("detail", "Genauer", "detail"),
        Cell("failures", "Fehlschläge in Folge", "failures", sort_key="failures"),
        Cell("pages", "Steht auf", lambda link: ", ".join(use.page.title for use in link.uses.all())),
        Cell(
            "checked_at",
            "Geprüft am",
            lambda link: german_day(link.checked_at),
            sort_key="checked_at",
            exported="checked_at",
        ),
    ]

    def get_base_queryset(self) -> QuerySet[Link]:
        return (
            on_pages_of(self.scope, Link.objects.filter(uses__isnull=False)).distinct().prefetch_related("uses__page")
        )
