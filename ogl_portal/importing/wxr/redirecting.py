"""Redirects from the old addresses of what was taken over."""

from typing import Any
from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from ogl_portal.importing.wxr.addresses import host_of, is_files_host, path_of
from ogl_portal.importing.wxr.survey import Entry
from ogl_portal.redirects.rules import is_served

LONGEST_PATH = 255


def lead_to_page(entry: Entry, page: Page) -> list[str]:
    """Redirects from all addresses of an item to its page; gives sentences on those that could not be made."""
    notes: list[str] = []
    here = Redirect.normalise_path(page.url or "")
    for path in entry.paths:
        old_path = _normal(path)
        if old_path == here or len(old_path) > LONGEST_PATH:
            continue
        existing = Redirect.objects.filter(old_path=old_path).first()
        if existing is not None:
            if existing.redirect_page_id != page.pk:
                notes.append(f"Die Adresse {old_path} führt schon woandershin; das bleibt so.")
        elif is_served(old_path):
            notes.append(f"Unter {old_path} steht hier schon eine Seite; von dort gibt es keine Weiterleitung.")
        else:
            Redirect.objects.create(old_path=old_path, redirect_page=page)
    return notes


def lead_to_file(entry: Entry, target: Any) -> None:
    """Redirects from the page and the file of an attachment; pictures have no address of their own here."""
    paths = [*entry.paths]
    if not is_files_host(host_of(entry.attachment_url)):  # addresses of that host never come to this site
        paths.append(path_of(urlsplit(entry.attachment_url)._replace(query="").geturl()))
    for path in dict.fromkeys(map(_normal, paths)):
        if path == "/" or len(path) > LONGEST_PATH or Redirect.objects.filter(old_path=path).exists():
            continue
        if isinstance(target, Page):
            Redirect.objects.create(old_path=path, redirect_page=target)
        elif hasattr(target, "url") and not is_served(path):
            Redirect.objects.create(old_path=path, redirect_link=target.url[:LONGEST_PATH])


def _normal(path: str) -> str:
    return str(Redirect.normalise_path(path.replace(" ", "%20")))
