"""Addresses below /admin/ that stand before Wagtail's own, with the same names."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from ogl_portal.editorial.draft_visibility import ChosenMultipleView, PageTypesReport, SearchView

_VIEWS = {
    "choose-page/chosen-multiple/": ("choose_page_chosen_multiple", ChosenMultipleView.as_view()),
    "pages/search/": ("pages_search", SearchView.as_view()),
    "pages/search/results/": ("pages_search_results", SearchView.as_view(results_only=True)),
    "reports/page-types-usage/": ("page_types_usage", PageTypesReport.as_view()),
    "reports/page-types-usage/results/": ("page_types_usage_results", PageTypesReport.as_view(results_only=True)),
}

urlpatterns = [
    path(address, never_cache(require_admin_access(view)), name=f"wagtailadmin_{name}")
    for address, (name, view) in _VIEWS.items()
]
