"""All findings of a page, and of many pages at once."""

from collections.abc import Sequence
from typing import Any

from ogl_portal.editorial.checks.findings import Finding
from ogl_portal.editorial.checks.names_of_pages import name_findings
from ogl_portal.editorial.checks.own_links import dead_links
from ogl_portal.editorial.checks.parts import parts_of
from ogl_portal.editorial.checks.rules import check, in_order


def check_page(page: Any) -> list[Finding]:
    """All findings of a page as it is in memory: a draft, a revision or the published version."""
    return check_pages([page])[0]


def check_pages(pages: Sequence[Any]) -> list[list[Finding]]:
    """The findings of each page; where own links lead is asked for all of them at once."""
    parts = [parts_of(page) for page in pages]
    dead = dead_links(parts)
    return [
        [*names, *in_order([*check(own), *(link.finding for link in links)], own)]
        for own, links, names in zip(parts, dead, name_findings(pages), strict=True)
    ]
