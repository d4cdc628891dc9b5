"""All findings of a page, and of many pages at once."""

from collections.abc import Sequence
from typing import Any

from ogl_portal.editorial.checks.content_nodes import parts_of
from ogl_portal.editorial.checks.files import hidden_contents, pictures_to_see_to
from ogl_portal.editorial.checks.findings import Finding
from ogl_portal.editorial.checks.names_of_pages import name_findings
from ogl_portal.editorial.checks.own_links import dead_links
from ogl_portal.editorial.checks.rules import check, in_order


def check_page(page: Any) -> list[Finding]:
    """All findings of a page as it is in memory: a draft, a revision or the published version."""
    return check_pages([page])[0]


def check_pages(pages: Sequence[Any]) -> list[list[Finding]]:
    """The findings of each page; own links and files are asked for once, for all of them."""
    parts = [parts_of(page) for page in pages]
    found = zip(
        parts, dead_links(parts), hidden_contents(parts), pictures_to_see_to(parts), name_findings(pages), strict=True
    )
    return [
        [*names, *in_order([*check(own), *(link.finding for link in links), *files, *pictures], own)]
        for own, links, files, pictures, names in found
    ]
