"""One answer to what readers may see (``core.public``); staff ask what is published, which is another question."""

import ast
from collections.abc import Iterator
from pathlib import Path

from ogl_portal.core.public import is_public, public
from tests.factories import EventPageFactory, Portal

ROOT = Path(__file__).parents[2]
STAFF_MODULES = ("dashboard.py", "reports.py")  # of whichever app
STAFF = (
    # what staff look after, whoever may read it; and the moment at which something is published
    *("ogl_portal/editorial/", "ogl_portal/planning/", "ogl_portal/links/", "ogl_portal/safety/", "ogl_portal/users/"),
    *("ogl_portal/legal/gaps.py", "publications/findings.py", "publications/wagtail_hooks.py"),
    "ogl_portal/redirects/former.py",  # whether an address is taken
    "ogl_portal/core/public.py",
)


def questions(tree: ast.AST) -> Iterator[int]:
    """Lines that ask the database for what is live, or is in no private section."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("live", "not_live") and not node.args:
                yield node.lineno
            asked = [word for word in node.keywords if f"__{word.arg}".endswith("__live")]
            yield from (node.lineno for word in asked if getattr(word.value, "value", True) is not False)


def test_nobody_else_asks_what_readers_may_see() -> None:
    found = []
    for folder in ("ogl_portal", "labs", "news", "events", "publications"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if "/migrations/" not in name and not name.startswith(STAFF) and path.name not in STAFF_MODULES:
                found += [f"{name}:{line}" for line in questions(ast.parse(path.read_text()))]
    assert not found, "Ask ogl_portal.core.public what readers may see."


def test_an_internal_event_is_published_and_not_public(portal: Portal) -> None:
    ours, theirs = (EventPageFactory(parent=portal.events, audience=who) for who in ("public", "internal"))
    events = type(ours).objects
    assert set(public(events).values_list("pk", flat=True)) == {ours.pk}
    pages = public(portal.home.get_descendants())
    assert pages.filter(pk=ours.pk).exists()
    assert not pages.filter(pk=theirs.pk).exists()
    assert is_public(ours)
    assert not is_public(theirs)
    ours.unpublish()
    assert not public(events).exists()
