"""What accessibility adds to the admin: the inbox of barriers, recorded faults, approving the statement."""

from typing import Any

import django_filters
from django.contrib.auth.models import Permission
from django.db.models import F, QuerySet
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from ogl_portal.accessibility import admin_views, dashboard
from ogl_portal.accessibility.models import BarrierReport, RecordedFault, ReportState
from ogl_portal.german.dates import german_date
from ogl_portal.workplace import cards
from ogl_portal.workplace.menu import PermittedMenuItem

cards.register(dashboard.reports_waiting, order=140)
cards.register(dashboard.statement_due, order=210)


class ReportPolicy(ModelPermissionPolicy):
    """Reports come from readers and are erased by the portal: nobody adds or deletes one, administrators included."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in ("add", "delete") and super().user_has_permission(user, action)


register_permission_policy(BarrierReport, ReportPolicy(BarrierReport))


class ReportFilter(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label="Stand", choices=ReportState.choices)

    class Meta:
        model = BarrierReport
        fields = ["state", "is_fault"]


class ReportIndexView(generic.IndexView):
    def get_edit_url(self, instance: BarrierReport) -> str:
        return reverse("barrier_report", args=[instance.pk])

    def get_base_queryset(self) -> QuerySet[BarrierReport]:
        """What is still to be answered first, the most urgent at the top."""
        return BarrierReport.objects.order_by(F("closed_on").asc(nulls_first=True), "due_on")


class BarrierReportViewSet(ModelViewSet):
    """»Gemeldete Barrieren«: a list and an export; the rest are views of our own."""

    model = BarrierReport
    name = "barrieren"
    icon = "warning"
    menu_label = "Gemeldete Barrieren"
    index_view_class = ReportIndexView
    inspect_view_enabled = False
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = ReportFilter
    ordering = None
    search_fields = ["receipt", "page_path"]
    exclude_form_fields: list[str] = []
    list_display = [
        TitleColumn("receipt", label="Eingangsnummer", url_name="barrier_report", sort_key="receipt"),
        Column("get_state_display", label="Stand", sort_key="state"),
        DateColumn("received_at", label="Eingegangen", sort_key="received_at"),
        Column("due_on", label="Zu beantworten bis", accessor=lambda r: german_date(r.due_on), sort_key="due_on"),
        Column("deadline", label="Frist"),
        Column("page_path", label="Seite"),
    ]
    list_export = [
        *("receipt", "received_at", "due_on", "answered_at", "deadline", "get_state_display", "page_path", "is_fault"),
    ]
    export_headings = {"deadline": "Frist", "get_state_display": "Stand"}
    export_filename = "gemeldete-barrieren"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no generic view to edit a report."""


class RecordedFaultViewSet(ModelViewSet):
    model = RecordedFault
    name = "maengel"
    icon = "clipboard-list"
    menu_label = "Festgestellte Mängel"
    inspect_view_enabled = False
    copy_view_enabled = False
    list_display = ["title", "found_on", "mended_on"]
    list_filter = ["reason"]


reports_viewset = BarrierReportViewSet()
faults_viewset = RecordedFaultViewSet()


@hooks.register("register_admin_viewset")
def viewsets() -> list[ModelViewSet]:
    return [reports_viewset, faults_viewset]


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("barrieren/<int:pk>/", admin_views.report, name="barrier_report"),
        path("barrierefreiheit/erklaerung/", admin_views.review_statement, name="review_statement"),
        path("barrierefreiheit/maengel/<str:key>/", admin_views.fault_reason, name="fault_reason"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """One entry; those who may see nothing below it do not see it."""
    label, address = "Erklärung prüfen und freigeben", reverse("review_statement")
    items = [
        reports_viewset.get_menu_item(order=1),
        PermittedMenuItem(admin_views.APPROVE, label, address, icon_name="check", order=2),
        faults_viewset.get_menu_item(order=3),
    ]
    return SubmenuMenuItem("Barrierefreiheit", Menu(items=items), icon_name="glasses", order=160)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """What is given to groups beside the permissions of the lists."""
    return Permission.objects.filter(
        content_type__app_label="accessibility", codename__in=["approve_statement", "view_barrierreport"]
    )
