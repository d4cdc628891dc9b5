"""Parts of addresses out of titles."""

from django.utils.text import slugify
from wagtail.models import Page

from ogl_portal.core.reserved import is_taken_by_site
from ogl_portal.text.letters import ascii_text, spelled_out

LONGEST_SLUG = 80
LONGEST_BEFORE_NUMBER = 245  # of the 255 characters that the database takes


def slug_of(text: str, fallback: str) -> str:
    """``text`` in the letters of addresses, umlauts spelled out; ``fallback`` where nothing is left of it.

    The editor's script proposes the same (``core.widgets.AddressInput``). Scripts beyond the table are used where there
    is nothing else: »北京« is »beijing«, »Partner in 北京« is »partner-in«.
    """
    known = "".join(character for character in spelled_out(text) if character.isascii())
    for letters in (known, ascii_text(text)):
        if slug := slugify(letters)[:LONGEST_SLUG].strip("-_"):
            return slug
    return fallback


def free_slug(parent: Page, wanted: str, page: Page | None = None) -> str:
    """``wanted``, or with the first number behind it that is free below ``parent``; ``page`` itself may keep it.

    Free is what no other page has and the site does not need itself.
    """
    stem = wanted[:LONGEST_BEFORE_NUMBER]
    children = parent.get_children().filter(slug__startswith=stem)
    if page is not None and page.pk:
        children = children.not_page(page)
    taken = set(children.values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken or is_taken_by_site(parent, slug, page):
        number += 1
        slug = f"{stem}-{number}"
    return slug


def taken_by_site(parent: Page, slug: str) -> str:
    """Why a page cannot stand at ``slug`` below ``parent``, and where it can."""
    return (
        f"Die Adresse »{slug}« braucht das Portal an dieser Stelle selbst: Die Seite wäre dort nicht zu sehen "
        f"oder würde etwas verdecken. Frei ist zum Beispiel »{free_slug(parent, slug)}«."
    )
