"""Checks of what editors write: pure functions that say where something is wrong and what to do. Nothing is changed."""

from typing import Any

from ogl_portal.editorial.checks.findings import Finding, Place, Severity
from ogl_portal.editorial.checks.parts import parts_of
from ogl_portal.editorial.checks.rules import check

__all__ = ["Finding", "Place", "Severity", "check", "check_page", "parts_of"]


def check_page(page: Any) -> list[Finding]:
    """All findings of a page as it is in memory: a draft, a revision or the published version."""
    return check(parts_of(page))
