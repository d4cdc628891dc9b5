"""The statement for machines (EU 2018/1523, article 2: »gegebenenfalls in einem maschinenlesbaren Format«)."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from ogl_portal.accessibility.faults import Fault
from ogl_portal.accessibility.statement import StatementContent
from ogl_portal.core.index_pages import index_url

LAW = {
    "BGG": "https://www.gesetze-im-internet.de/bgg/",
    "BITV 2.0": "https://www.gesetze-im-internet.de/bitv_2_0/",
    "(EU) 2016/2102": "http://data.europa.eu/eli/dir/2016/2102/oj",
    "(EU) 2018/1523": "http://data.europa.eu/eli/dec_impl/2018/1523/oj",
}


def as_json(view: dict[str, Any]) -> dict[str, Any]:
    """``statement.public_view`` as plain data; addresses are absolute, days and times ISO 8601."""
    content: StatementContent = view["content"]
    statement = view["statement"]
    changes = view["changes"]
    return {
        "url": f"{settings.BASE_URL}{index_url('accessibility.StatementPage')}",
        "language": "de",
        "scope": content.scope,
        "is_draft": statement is None,
        "version": statement.number if statement else None,
        "approved_at": statement.approved_at.isoformat() if statement else None,
        "approved_by": statement.approved_by_name if statement else None,
        "conformity": {"value": content.conformity, "label": content.conformity_label},
        "standard": content.standard,
        "law": LAW,
        "law_checked_on": content.law_checked_on or None,
        "method": {"value": content.method, "label": content.method_label},
        "assessed_by": content.assessed_by or None,
        "assessed_on": content.assessed_on or None,
        "faults": [_fault(fault) for fault in content.faults],
        "changes_since_approval": {
            "conformity": changes.conformity or None,
            "new": [_fault(fault) for fault in changes.new],
            "changed": [_fault(fault) for fault in changes.changed],
            "gone": [_fault(fault) for fault in changes.gone],
        },
        "feedback": {
            "form": f"{settings.BASE_URL}{reverse('report_barrier')}",
            "name": content.operator.name or None,
            "email": content.operator.email or None,
            "phone": content.operator.phone or None,
        },
        "enforcement": {name: value or None for name, value in content.as_json()["enforcement"].items()},
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "key": fault.key,
        "title": fault.title,
        "description": fault.description or None,
        "reason": {"value": fault.reason, "label": fault.reason_label},
        "alternative": fault.alternative or None,
        "requirements": list(fault.requirements),
        "places": [{"title": place.title, "url": f"{settings.BASE_URL}{place.url}"} for place in fault.places],
    }
