"""What a page is called, in words and as an address: both tell it from every other page."""

from collections.abc import Sequence
from typing import Any

from django.db.models.functions import Lower
from wagtail.models import Page

from ogl_portal.core.models import BasePage
from ogl_portal.core.public import public
from ogl_portal.core.reserved import is_reserved
from ogl_portal.core.slugs import free_slug
from ogl_portal.editorial.checks.findings import Finding, FindingPlace, Rule, Severity

TITLE = FindingPlace(("title",), "Titel")
ADDRESS = FindingPlace(("slug",), "Adresse")


def name_findings(pages: Sequence[Any]) -> list[list[Finding]]:
    """Findings about title and address of each page. Two queries for all, and those for pages that share a title."""
    ours = [page for page in pages if isinstance(page, BasePage)]
    same = _of_same_title(ours)
    above = {page.path[: -Page.steplen] for page in ours if page.path}
    parents = {parent.path: parent for parent in Page.objects.filter(path__in=above)}
    found: dict[int, list[Finding]] = {}
    for page in ours:
        found[id(page)] = [*_same_title(page, same), *_taken_address(page, parents.get(page.path[: -Page.steplen]))]
    return [found.get(id(page), []) for page in pages]


def _of_same_title(pages: Sequence[BasePage]) -> dict[str, list[Any]]:
    """Public pages by their title in small letters, where there are two of them or one that is none of ``pages``."""
    titles = {page.title.lower() for page in pages}
    rows = public(Page.objects).filter(depth__gt=2).annotate(folded=Lower("title")).filter(folded__in=titles)
    keys: dict[str, set[int]] = {}
    for pk, folded in rows.values_list("pk", "folded"):
        keys.setdefault(folded, set()).add(pk)
    own: dict[str, set[int | None]] = {}
    for page in pages:
        own.setdefault(page.title.lower(), set()).add(page.pk)
    shared = {title: numbers for title, numbers in keys.items() if len(numbers | own[title]) > 1}
    known = {page.pk: page for page in Page.objects.filter(pk__in=set().union(*shared.values())).specific()}
    return {title: [known[pk] for pk in numbers if pk in known] for title, numbers in shared.items()}


def _same_title(page: BasePage, same: dict[str, list[Any]]) -> list[Finding]:
    """Another public page has this title, and nothing that is shown beside the title tells the two apart."""
    others = [
        other
        for other in same.get(page.title.lower(), [])
        if other.pk != page.pk and other.title_completion.lower() == page.title_completion.lower()
    ]
    if not others:
        return []
    return [
        Finding(
            Rule.SAME_TITLE,
            Severity.HINT,
            TITLE,
            f"Auch {others[0].url} heißt »{page.title}«. In Listen und Suchergebnissen sehen beide gleich aus.",
            "Geben Sie einer der beiden Seiten einen genaueren Titel, einem Ergebnisdokument einen Untertitel.",
        )
    ]


def _taken_address(page: BasePage, parent: Page | None) -> list[Finding]:
    """The page stands where the site itself answers: from before that was refused, or before the site did so."""
    if parent is None or not is_reserved(parent, page.slug):
        return []
    return [
        Finding(
            Rule.TAKEN_ADDRESS,
            Severity.FAULT,
            ADDRESS,
            f"Die Adresse »{page.slug}« braucht das Portal selbst: Die Seite ist nicht zu sehen oder verdeckt etwas.",
            f"Ändern Sie die Adresse, zum Beispiel in »{free_slug(parent, page.slug)}«.",
        )
    ]
