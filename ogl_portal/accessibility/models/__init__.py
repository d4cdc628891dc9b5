from ogl_portal.accessibility.models.page import StatementPage
from ogl_portal.accessibility.models.report import BarrierReport, ReportState
from ogl_portal.accessibility.models.settings import AccessibilitySettings, Method
from ogl_portal.accessibility.models.statement import FaultJudgement, RecordedFault, Statement

__all__ = [
    "AccessibilitySettings",
    "BarrierReport",
    "FaultJudgement",
    "Method",
    "RecordedFault",
    "ReportState",
    "Statement",
    "StatementPage",
]
