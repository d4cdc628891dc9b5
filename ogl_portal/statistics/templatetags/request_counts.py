"""What readers are told of how often a publication was asked for."""

from typing import Any

from django import template
from django.conf import settings
from django.db.models import Min, Sum

from ogl_portal.statistics.chart import month_name
from ogl_portal.statistics.models import DailyRequests, RequestKind
from ogl_portal.statistics.rounding import shown

register = template.Library()
LABELS = {
    RequestKind.PAGE: "Diese Seite",
    RequestKind.PDF: "PDF",
    RequestKind.EPUB: "EPUB",
    RequestKind.READING: "Lesefassung",
}


@register.inclusion_tag("statistics/public_requests.html")
def public_requests(page: Any) -> dict[str, Any]:
    """How often a publication was asked for, where the operator shows it (``OGL_USAGE_PUBLIC``); one query."""
    if not settings.OGL_USAGE_PUBLIC or not page.pk:
        return {}
    sums = DailyRequests.objects.filter(page=page.pk, kind__in=LABELS).order_by()
    rows = {row["kind"]: row for row in sums.values("kind").annotate(total=Sum("count"), since=Min("day"))}
    return {
        "figures": [(label, shown(rows[kind]["total"])) for kind, label in LABELS.items() if kind in rows],
        "since": month_name(min(row["since"] for row in rows.values())) if rows else "",
    }
