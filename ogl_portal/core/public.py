"""What readers may see: the one answer for lists, feeds, search, sitemap, topics, start page, exports and links.

*Public* is what is published and not kept from readers by its type (``BasePage.for_readers``; internal events are).
Nothing else decides it: pages have no privacy settings (decision 0006), the database lets nothing be published in the
trash, and what has expired is taken down within half a minute (``editorial.schedule``; the search forgets it at once).
Staff ask for *published* pages instead (``live``). Files of publications are public on their own terms
(``publications.files``).
"""

from typing import Any

from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet


def public(pages: Any) -> PageQuerySet:
    """Those of ``pages`` (a queryset or a manager, of one type or of all) that readers may see."""
    found = pages.live()
    for model in get_page_models():
        rule = getattr(model, "for_readers", None)
        if not rule or not issubclass(model, found.model):
            continue
        if model is found.model:
            found = found.filter(rule)
        else:
            found = found.exclude(pk__in=model._default_manager.exclude(rule).values("pk"))
    return found


def is_public(page: Page) -> bool:
    """The same of one page; a query only where its type has a rule."""
    rule = getattr(page.specific_class, "for_readers", None)
    return bool(page.live and (not rule or page.specific_class.objects.filter(rule, pk=page.pk).exists()))
