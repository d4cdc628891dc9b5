from ogl_portal.accessibility.models.page import StatementPage
from ogl_portal.accessibility.models.report import BarrierReport, ReportState
from ogl_portal.accessibility.models.settings import AccessibilitySettings, Method
from ogl_portal.accessibility.models.statement import FaultJudgement, RecordedFault, SentReminder, Statement

__all__ = [
    "AccessibilitySettings",
    "BarrierReport",
    "FaultJudgement",
    "Method",
    "RecordedFault",
    "ReportState",
    "SentReminder",
    "Statement",
    "StatementPage",
]
