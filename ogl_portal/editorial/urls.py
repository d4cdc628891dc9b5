"""Addresses below /admin/ that stand before Wagtail's own, with the same names."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from ogl_portal.editorial import draft_visibility

urlpatterns = [
    path(
        "choose-page/<int:parent_page_id>/",
        never_cache(require_admin_access(draft_visibility.BrowseView.as_view())),
        name="wagtailadmin_choose_page_child",
    ),
    path(
        "choose-page/chosen-multiple/",
        never_cache(require_admin_access(draft_visibility.ChosenMultipleView.as_view())),
        name="wagtailadmin_choose_page_chosen_multiple",
    ),
    path(
        "pages/search/",
        never_cache(require_admin_access(draft_visibility.SearchView.as_view())),
        name="wagtailadmin_pages_search",
    ),
    path(
        "pages/search/results/",
        never_cache(require_admin_access(draft_visibility.SearchView.as_view(results_only=True))),
        name="wagtailadmin_pages_search_results",
    ),
    path(
        "reports/page-types-usage/",
        never_cache(require_admin_access(draft_visibility.PageTypesReport.as_view())),
        name="wagtailadmin_page_types_usage",
    ),
    path(
        "reports/page-types-usage/results/",
        never_cache(require_admin_access(draft_visibility.PageTypesReport.as_view(results_only=True))),
        name="wagtailadmin_page_types_usage_results",
    ),
]
