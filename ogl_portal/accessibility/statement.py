"""The statement: computed from what is known now, frozen when it is approved, compared with what is approved.

Contents follow BGG § 12b Abs. 2, BITV 2.0 § 7 and the model of the Commission's decision (EU) 2018/1523.
"""

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from ogl_portal.accessibility.enums import Reason
from ogl_portal.accessibility.faults import Fault, known_faults
from ogl_portal.accessibility.models import AccessibilitySettings, Method, Statement
from ogl_portal.core.models import SiteSettings
from ogl_portal.german.dates import german_date

STANDARD = "EN 301 549 V3.2.1 (WCAG 2.1, Stufen A und AA)"
# Success criteria of WCAG 2.1 on levels A and AA: chapter 9 of EN 301 549 has one requirement for each.
WEB_REQUIREMENTS = 50
RED_AFTER, OVERDUE_AFTER = 330, 365  # days since the approval; BITV 2.0 § 7 asks for an update at least once a year


class Conformity(models.TextChoices):
    """The three states that the decision (EU) 2018/1523 knows."""

    FULL = "full", "vollständig vereinbar"
    PARTIAL = "partial", "teilweise vereinbar"
    NONE = "none", "nicht vereinbar"


@dataclass(frozen=True)
class Contact:
    """Whom to write to: the operator, or the enforcement body (then with address and web page)."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""


@dataclass(frozen=True)
class FaultGroup:
    label: str
    faults: list[Fault]


@dataclass(frozen=True)
class StatementContent:
    """A whole statement. Days are ISO 8601; ``assessed_on`` is empty where nobody has assessed the portal yet."""

    scope: str
    conformity: str
    method: str
    assessed_by: str
    assessed_on: str
    operator: Contact
    enforcement: Contact
    law_checked_on: str
    faults: tuple[Fault, ...]
    standard: str = STANDARD

    @property
    def conformity_label(self) -> str:
        return str(Conformity(self.conformity).label)

    @property
    def faults_by_reason(self) -> list["FaultGroup"]:
        """The faults in the order of the model statement: not yet mended, a burden, exempt."""
        groups = [
            FaultGroup(str(reason.label), [fault for fault in self.faults if fault.reason == reason.value])
            for reason in Reason
        ]
        return [group for group in groups if group.faults]

    @property
    def method_label(self) -> str:
        return str(Method(self.method).label)

    @property
    def assessed_day(self) -> datetime.date | None:
        return datetime.date.fromisoformat(self.assessed_on) if self.assessed_on else None

    @property
    def law_checked_day(self) -> datetime.date | None:
        return datetime.date.fromisoformat(self.law_checked_on) if self.law_checked_on else None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "StatementContent":
        return cls(
            **{
                **data,
                "operator": Contact(**data["operator"]),
                "enforcement": Contact(**data["enforcement"]),
                "faults": tuple(Fault.from_json(fault) for fault in data["faults"]),
            }
        )

    @property
    def digest(self) -> str:
        """Stands for this very content: what somebody approves is what they have read."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()


def conformity_of(faults: list[Fault], *, is_assessed: bool) -> Conformity:
    """»nicht vereinbar« where most requirements of the standard are known not to be met, »vollständig« only where
    somebody has assessed the portal and nothing is known, else »teilweise« (EU 2018/1523, annex, notes v to viii).
    """
    broken = {clause for fault in faults for clause in fault.requirements if clause.startswith("9.")}
    if len(broken) > WEB_REQUIREMENTS / 2:
        return Conformity.NONE
    return Conformity.FULL if is_assessed and not faults else Conformity.PARTIAL


def current_content(site: Site | None) -> StatementContent:
    """The statement as it would be if it were approved now."""
    facts, operator = _settings(site)
    faults = known_faults()
    return StatementContent(
        scope=settings.BASE_URL,
        conformity=conformity_of(faults, is_assessed=facts.assessed_on is not None).value,
        method=facts.method,
        assessed_by=facts.assessed_by,
        assessed_on=facts.assessed_on.isoformat() if facts.assessed_on else "",
        operator=Contact(
            operator.operator_name, operator.operator_address, operator.contact_phone, operator.contact_email
        ),
        enforcement=Contact(
            facts.enforcement_name,
            facts.enforcement_address,
            facts.enforcement_phone,
            facts.enforcement_email,
            facts.enforcement_url,
        ),
        law_checked_on=facts.law_checked_on.isoformat() if facts.law_checked_on else "",
        faults=tuple(faults),
    )


def _settings(site: Site | None) -> tuple[AccessibilitySettings, SiteSettings]:
    """The stored settings of ``site`` in one query, or the defaults: reading a page writes nothing."""
    both = Site.objects.select_related("accessibilitysettings", "sitesettings").filter(pk=site.pk if site else None)
    found = both.first()
    return (
        getattr(found, "accessibilitysettings", None) or AccessibilitySettings(),
        getattr(found, "sitesettings", None) or SiteSettings(),
    )


@dataclass(frozen=True)
class Changes:
    """What differs now from what was approved. ``conformity`` is empty where it is the same."""

    new: tuple[Fault, ...] = ()
    changed: tuple[Fault, ...] = ()
    gone: tuple[Fault, ...] = ()
    conformity: str = ""

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone or self.conformity)

    @property
    def conformity_label(self) -> str:
        return str(Conformity(self.conformity).label) if self.conformity else ""


def changes_between(approved: StatementContent, now: StatementContent) -> Changes:
    """Faults are told apart by their keys."""
    before = {fault.key: fault for fault in approved.faults}
    after = {fault.key: fault for fault in now.faults}
    return Changes(
        new=tuple(fault for key, fault in after.items() if key not in before),
        changed=tuple(fault for key, fault in after.items() if key in before and before[key] != fault),
        gone=tuple(fault for key, fault in before.items() if key not in after),
        conformity=now.conformity if now.conformity != approved.conformity else "",
    )


def approve(content: StatementContent, *, user: Any, name: str) -> Statement:
    """Freeze ``content`` as the next version. Two who approve at once get two versions."""
    for _ in range(3):
        last = Statement.objects.order_by("-number").values_list("number", flat=True).first() or 0
        try:
            with transaction.atomic():
                return Statement.objects.create(
                    number=last + 1, approved_by=user, approved_by_name=name, content=content.as_json()
                )
        except IntegrityError:
            continue
    raise RuntimeError("The statement could not be numbered: others kept approving at the same time.")


# --- How old it is -------------------------------------------------------------


@dataclass(frozen=True)
class StatementState:
    """How the approved statement stands on a day. ``is_red`` is what the dashboard shows in red.

    ``level`` is »missing« (none was ever approved), »current«, »due« (older than 330 days) or »overdue« (than 365).
    """

    level: str
    approved_on: datetime.date | None
    due_on: datetime.date | None
    text: str

    @property
    def is_red(self) -> bool:
        return self.level != "current"


def statement_state(today: datetime.date) -> StatementState:
    """How the statement stands on ``today``; one query."""
    return state_of(Statement.objects.values_list("approved_at", flat=True).first(), today)


def state_of(approved_at: datetime.datetime | None, today: datetime.date) -> StatementState:
    """How a statement that was approved at ``approved_at`` stands on ``today``."""
    if approved_at is None:
        text = "Noch keine Erklärung zur Barrierefreiheit freigegeben."
        return StatementState("missing", None, None, text)
    approved_on = timezone.localdate(approved_at)
    due_on = approved_on + datetime.timedelta(days=OVERDUE_AFTER)
    age = (today - approved_on).days
    if age > OVERDUE_AFTER:
        level = "overdue"
        text = f"Erklärung zur Barrierefreiheit überfällig: Sie war bis {german_date(due_on)} zu erneuern."
    else:
        level = "due" if age >= RED_AFTER else "current"
        text = f"Erklärung zur Barrierefreiheit vom {german_date(approved_on)}, zu erneuern bis {german_date(due_on)}."
    return StatementState(level, approved_on, due_on, text)


# --- What the public sees --------------------------------------------------------


def public_view(request: HttpRequest) -> dict[str, Any]:
    """For the page: ``content`` (approved, else draft), ``statement`` (None for a draft), ``changes``, ``versions``.

    Whom to turn to is always told as it is now.
    """
    now = current_content(Site.find_for_request(request))
    versions = list(Statement.objects.all())
    if not versions:
        return {"content": now, "statement": None, "changes": Changes(), "versions": []}
    statement = versions[0]
    approved = StatementContent.from_json(statement.content)
    shown = replace(approved, operator=now.operator, enforcement=now.enforcement, law_checked_on=now.law_checked_on)
    return {
        "content": shown,
        "statement": statement,
        "changes": changes_between(approved, now),
        "versions": versions[1:],
        "state": state_of(statement.approved_at, timezone.localdate()),
    }
