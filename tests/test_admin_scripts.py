"""Scripts of the admin are modules: they wait for what they work on, and their names are their own.

Wagtail puts them into the head of a page: one that runs at once finds nothing to bind to, and says nothing. A function
of a script that is no module is a property of the window: one named »open« took the place of ``window.open``.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

SCRIPT = re.compile(r"(?<!src/)js/admin-[a-z]+\.js")
TAG = re.compile(r"<script\b[^>]*>", re.DOTALL)
FOLDERS = ("templates", "ogl_portal", "labs", "publications", "news", "events")


def no_modules(text: str) -> list[str]:
    """Tags of our scripts that are no modules; or the names, where no tag stands beside them."""
    if not (names := SCRIPT.findall(text)):
        return []
    tags = [tag for tag in TAG.findall(text) if SCRIPT.search(tag) or 'src="{}"' in tag]
    return [tag for tag in tags if 'type="module"' not in tag] if tags else names


@pytest.mark.parametrize(
    "text",
    [
        """<script src="{% static 'js/admin-drop.js' %}"></script>""",
        """<script src="{% static 'js/admin-drop.js' %}" defer></script>""",
        """return format_html('<script src="{}"></script>', static("js/admin-drop.js"))""",
        """class Media:\n    js = ["js/admin-drop.js"]""",
    ],
)
def test_one_that_is_no_module_is_found(text: str) -> None:
    assert no_modules(text)


def test_every_script_of_the_admin_is_a_module() -> None:
    found = {}
    for folder in FOLDERS:
        for file in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if file.suffix in {".html", ".py"} and (lines := no_modules(file.read_text())):
                found[str(file.relative_to(settings.BASE_DIR))] = lines
    assert found == {}
