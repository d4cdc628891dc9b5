"""Scripts of the admin wait for what they work on.

Wagtail puts them into the head of a page: one that runs at once finds nothing to bind to, and says nothing.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

SCRIPT = re.compile(r"js/admin-[a-z]+\.js")
TAG = re.compile(r"<script\b[^>]*>", re.DOTALL)
FOLDERS = ("templates", "ogl_portal", "labs", "publications", "news", "events")


def impatient(text: str) -> list[str]:
    """Mentions of our scripts that no tag with »defer« carries; in Python, the name stands beside its tag."""
    without_good = re.sub(r"<script src=\"(\{% static '[^']*' %\}|\{\})\" defer></script>", "<waits>", text)
    lines = without_good.splitlines()
    return [line.strip() for line in lines if SCRIPT.search(line) and "<waits>" not in line and "#" not in line[:2]]


@pytest.mark.parametrize(
    "text",
    [
        """<script src="{% static 'js/admin-drop.js' %}"></script>""",
        """return format_html('<script src="{}"></script>', static("js/admin-drop.js"))""",
        """class Media:\n    js = ["js/admin-drop.js"]""",
    ],
)
def test_one_that_does_not_wait_is_found(text: str) -> None:
    assert impatient(text)


def test_every_script_of_the_admin_waits() -> None:
    found = {}
    for folder in FOLDERS:
        for file in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if file.suffix in {".html", ".py"} and (lines := impatient(file.read_text())):
                found[str(file.relative_to(settings.BASE_DIR))] = lines
    assert found == {}
