"""Addresses that lead readers nowhere: into the admin, or to marks that only Word knows."""

import re
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from ogl_portal.web.own_address import is_own_host

# The names that Word gives to its own marks: footnotes, endnotes, comments, headings, references, things underlined.
_WORD_MARK = re.compile(r"^_(?:ftn|edn|msocom|msoanchor|toc|ref|hlk|hlt|goback|bookmark)", re.IGNORECASE)
_OF_THE_EDITOR = (settings.ADMIN_PATH, "/wp-admin/")
_WITHOUT_PLACE = {"file", "about", "blob", "javascript", "vbscript", "data"}


def leads_into_admin(url: str) -> bool:
    """Whether ``url`` (of this site, with or without its host) leads to pages for staff, where readers must sign in."""
    parts = _parts(url)
    if parts is None or parts.scheme not in ("", "http", "https"):
        return False
    is_own = not parts.netloc or is_own_host(parts.netloc)
    return is_own and f"{parts.path}/".startswith(settings.ADMIN_PATH)


def is_pasted_mark(url: str) -> bool:
    """Whether ``url`` only came along with pasted text and means no page.

    A link of Word to its own footnote (»#_ftn1«) names a file (»file:///C:/Bericht.docx#_ftn1«) or, once it is pasted,
    whatever page the editor stood in (»…/admin/pages/5/edit/#_ftn1«).
    """
    parts = _parts(url)
    if parts is None or parts.scheme in _WITHOUT_PLACE:
        return True
    if parts.path.startswith(_OF_THE_EDITOR):
        return bool(parts.fragment)
    return not parts.netloc and not parts.path and bool(_WORD_MARK.match(parts.fragment))


def _parts(url: str) -> SplitResult | None:
    try:
        return urlsplit(url.strip())
    except ValueError:
        return None
