"""All findings of a page, and of many pages at once."""

from collections.abc import Sequence
from typing import Any

from ogl_portal.core.languages import is_english
from ogl_portal.editorial.checks.content_nodes import parts_of
from ogl_portal.editorial.checks.files import hidden_contents, pictures_to_see_to
from ogl_portal.editorial.checks.findings import Finding, Rule
from ogl_portal.editorial.checks.names_of_pages import name_findings
from ogl_portal.editorial.checks.own_links import dead_links
from ogl_portal.editorial.checks.rules import check, in_order

GERMAN_RULES = (Rule.LANGUAGE, Rule.LONG_SENTENCE, Rule.NAME)


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
        [*names, *in_order([*in_language(page, check(own)), *(link.finding for link in links), *files, *pictures], own)]
        for page, (own, links, files, pictures, names) in zip(pages, found, strict=True)
    ]


def in_language(page: Any, findings: list[Finding]) -> list[Finding]:
    """Without what is measured by German, where the text is English: a whole page, or a field that ends in ``_en``."""
    return [
        finding
        for finding in findings
        if finding.rule not in GERMAN_RULES
        or not (is_english(page) or any(step.endswith("_en") for step in finding.place.path))
    ]
