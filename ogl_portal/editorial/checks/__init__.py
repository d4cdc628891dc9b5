"""Checks of what editors write: they say where something is wrong and what to do. Nothing is changed.

``content_nodes`` reads a page, ``rules`` are pure functions over its nodes, ``own_links`` asks where its links to own
pages lead, ``files`` and ``names_of_pages`` ask what else takes the database, and ``pages`` puts it together.

A new check is a value of ``findings.Rule`` (with a migration, for findings are stored) and a function in ``rules``.
What the accessibility statement tells of it stands in ``accessibility/content_barriers.py``.
"""

from ogl_portal.editorial.checks.content_nodes import parts_of
from ogl_portal.editorial.checks.findings import Finding, FindingPlace, Severity
from ogl_portal.editorial.checks.rules import check

__all__ = ["Finding", "FindingPlace", "Severity", "check", "parts_of"]
