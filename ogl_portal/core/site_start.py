"""The page at which the site starts is always public: without it »/« answers »not found«, whatever else is there.

What is stopped here: the one page that cannot be deleted is taken down by another way (alone, several at once with what
lies below, by the end of its time, by undoing its first release). Locks, so that no view has to think of it:

- nobody has the right to take it down (``core.permissions``), so Wagtail's doors stay shut, those that go down the
  tree as well;
- ``BasePage`` takes no end of its time, and is not taken down past these rights;
- undoing leaves a version of it public (``safety.undo``).
"""

from typing import Any

from wagtail.models import Site

STAYS_PUBLIC = "Die Startseite bleibt öffentlich: Ohne sie gibt es kein Portal. Ihren Inhalt können Sie ändern."
HAS_NO_END = "Die Startseite bleibt immer öffentlich. Bitte leeren Sie »Öffentlich bis«."


def site_starts_at(page: Any) -> bool:
    """Whether readers come to ``page`` at »/«; without a query, where Wagtail knows the addresses of its sites."""
    return bool(page.url_path) and any(page.url_path == root.root_path for root in Site.get_site_root_paths())
