"""The rule of reports, which ``manage.py check`` tells a newcomer about."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core import checks
from django.urls import get_resolver
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView

from ogl_portal.workplace.reports import Report

_BARE = {ReportView, SpreadsheetExportMixin}


@checks.register("architecture")
def check_reports(**kwargs: Any) -> list[checks.CheckMessage]:
    """A report or export of ours is a Report: it asks who may open it (Wagtail's own lets everybody in).

    Lists of viewsets and what Wagtail has a report for are asked by Wagtail; each export is logged by ``spreadsheets``.
    """
    _ = get_resolver().url_patterns  # by then every view is imported
    ours = {config.name for config in apps.get_app_configs() if "site-packages" not in config.path}
    return [
        checks.Error(
            f"{view.__module__}.{view.__name__} is no Report, so nobody asks who may open it.",
            hint="Inherit from ogl_portal.workplace.reports.Report.",
            id="ogl.E004",
        )
        for view in _below(SpreadsheetExportMixin)
        if view is not Report and _BARE.intersection(view.__bases__) and _is_in(view.__module__, ours)
    ]


def _below(parent: type[Any]) -> Iterator[type[Any]]:
    for child in parent.__subclasses__():
        yield child
        yield from _below(child)


def _is_in(module: str, packages: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in packages)
