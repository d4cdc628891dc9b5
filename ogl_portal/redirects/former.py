"""What stands now where an address led once."""

from dataclasses import dataclass

from wagtail.models import Page

from ogl_portal.core.public import public
from ogl_portal.redirects.models import FormerAddress

LONGEST = 20
"""Parts of an address that are looked at; no page lies that deep."""


@dataclass(frozen=True)
class Successor:
    """What became of an address: ``page`` has moved, and what was meant lies at ``rest`` below its new address.

    Without a page nothing public has followed.
    """

    page: Page | None = None
    rest: str = ""


def successor(root: Page, path: str) -> Successor | None:
    """What became of ``path`` below the site that begins at ``root``; None where no page has left that address.

    An address belongs to the page that stands there, with all below it: where another page has taken it since, nothing
    is looked for behind that page. What lay below a page that has moved may have left that page's address in turn:
    that is followed here too, so that a reader goes one way only. One query where nothing is known of the address,
    else up to four, and as many again for each such step.
    """
    if "//" in path or "\0" in path:
        return None
    paths = _prefixes(path)
    left = FormerAddress.objects.filter(path__in=paths).order_by("-left_at").values_list("path", "page_id")
    former = max(left, key=lambda row: len(row[0]), default=None)
    if former is None:
        return None
    address, page_id = former
    start = root.url_path.rstrip("/")
    taken = [start + candidate for candidate in paths if len(candidate) >= len(address)]
    if Page.objects.live().filter(url_path__in=taken).exists():
        return None
    found = public(Page.objects).filter(pk=page_id).first()
    if found is None:
        return Successor()
    page = found.specific
    rest = page.address_below(path[len(address) :], former_slug=address.rstrip("/").rpartition("/")[2])
    is_file = "." in rest.rpartition("/")[2]
    rest = rest if is_file or not rest or rest.endswith("/") else f"{rest}/"
    # Ends, since each step uses up a part of the rest: whoever stands at the new address is left out above.
    further = successor(root, f"/{page.url_path.removeprefix(root.url_path)}{rest}") if rest else None
    return further or Successor(page, rest)


def _prefixes(path: str) -> list[str]:
    """``/a/b.pdf`` → ``/a/``, ``/a/b.pdf/``: the addresses of all pages that what is asked for may lie below."""
    parts = [part for part in path.split("/") if part][:LONGEST]
    return ["/" + "/".join(parts[:number]) + "/" for number in range(1, len(parts) + 1)]
