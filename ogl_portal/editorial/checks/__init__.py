"""Checks of what editors write: they say where something is wrong and what to do. Nothing is changed.

``parts`` reads a page, ``rules`` are pure functions over its parts, ``own_links`` asks where its links to own pages
lead, and ``pages`` puts it together.
"""

from ogl_portal.editorial.checks.content_nodes import parts_of
from ogl_portal.editorial.checks.findings import Finding, FindingPlace, Severity
from ogl_portal.editorial.checks.rules import check

__all__ = ["Finding", "FindingPlace", "Severity", "check", "parts_of"]
