"""``<page>/aenderungen/``: what was published when and why; ``<page>/aenderungen/3/``: what version 3 changed."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ogl_portal.core.changes import Change, changes_of_files
from ogl_portal.core.changes.content import sections
from ogl_portal.core.changes.difference import SectionDifference, difference
from ogl_portal.core.navigation import Crumb

if TYPE_CHECKING:
    from ogl_portal.core.models import PublishedVersion

PAGE_SIZE = 20


def changes_view(request: HttpRequest, page: Any, components: list[str]) -> HttpResponse:
    """The log of ``page``, or the difference that one of its versions made. Not for search engines."""
    response = _one(request, page, int(components[1])) if components[1:] else _all(request, page)
    response["X-Robots-Tag"] = "noindex"
    return response


def _all(request: HttpRequest, page: Any) -> HttpResponse:
    rows = page.published_versions.values_list("published_at", "number", "note", "revision_id")
    changes = [
        Change(at, f"Version {number}", note, f"{page.changes_url}{number}/" if number > 1 and revision else "")
        for at, number, note, revision in rows
    ]
    changes = sorted([*changes, *changes_of_files(page)], key=lambda change: change.at, reverse=True)
    context = {
        "page": page,
        "changes": Paginator(changes, PAGE_SIZE).get_page(request.GET.get("seite")),
        "breadcrumbs": _crumbs(page),
    }
    return render(request, "core/changes.html", context)


def _one(request: HttpRequest, page: Any, number: int) -> HttpResponse:
    pair = page.published_versions.filter(number__in=(number, number - 1)).select_related("revision")
    found = {version.number: version for version in pair}
    version, before = found.get(number), found.get(number - 1)
    if version is None or before is None or version.revision is None:
        raise Http404("Zu dieser Version gibt es keine gespeicherte Änderung.")
    context = {
        "page": page,
        "version": version,
        "before": before,
        "sections": _difference(page, before, version) if before.revision else [],
        "text_is_gone": before.revision is None,
        "breadcrumbs": [*_crumbs(page), Crumb(f"Version {number}", request.path)],
    }
    return render(request, "core/change.html", context)


def _difference(page: Any, before: "PublishedVersion", after: "PublishedVersion") -> list[SectionDifference]:
    old, new = (sections(type(page), version.revision.content) for version in (before, after) if version.revision)
    return difference(old, new)


def _crumbs(page: Any) -> list[Crumb]:
    return [*(page.breadcrumbs() or [Crumb("Start", "/")]), Crumb("Änderungen", page.changes_url)]
