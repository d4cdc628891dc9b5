"""Scripts of the admin are files, and ours are modules: they wait for what they work on, and their names are their own.

Wagtail puts them into the head of a page: one that runs at once finds nothing to bind to, and says nothing. A function
of a script that is no module is a property of the window: one named »open« took the place of ``window.open``.

Inline scripts are not run (docs/engineering/decisions/0023-no-inline-scripts.md); so there are none.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.forms import Widget
from django.template import engines
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminPageChooser, BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser

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


INLINE = re.compile(
    r"""<script\b(?![^>]*\bsrc=)(?![^>]*type="(?:application/(?:ld\+)?json|text/template)")[^>]*>"""
    r"""|<style\b|\son[a-z]{3,}=|javascript:[^/]""",
    re.DOTALL | re.IGNORECASE,
)
# Wagtail's, whose block with the script is replaced by ours.
REPLACED = {"wagtailadmin/panels/inline_panel.html", "wagtailadmin/panels/multiple_chooser_panel.html"}
MAIL = ("wagtailadmin/notifications/",)  # read in a mail program


def templates_in_use() -> Iterator[tuple[str, Path]]:
    """Every template of an installed app and of ours by its name, and the file that is taken for it."""
    folders = [Path(folder) for folder in engines["django"].template_dirs]  # type: ignore[attr-defined]
    names = {str(file.relative_to(folder)) for folder in folders for file in folder.rglob("*.html")}
    for name in sorted(names):
        yield name, next(file for folder in folders if (file := folder / name).is_file())


def constructors(kind: type[BaseChooser] = BaseChooser) -> Iterator[Any]:
    for one in (kind, *kind.__subclasses__()):
        yield one
        if one is not kind:
            yield from constructors(one)


@pytest.mark.parametrize(
    "text",
    [
        "<script>go()</script>",
        "<script type='text/javascript'>go()</script>",
        '<script\n    data-x="y">go()</script>',
        '<a href="javascript:go()">',
        '<p onclick="go()">',
        "<style>p {}</style>",
    ],
)
def test_what_is_inline_would_be_found(text: str) -> None:
    assert INLINE.search(text)


def test_no_template_in_use_holds_an_inline_script_or_style() -> None:
    files = [(name, file) for name, file in templates_in_use() if not name.startswith(MAIL)]
    assert len(files) > 500
    assert [name for name, file in files if INLINE.search(file.read_text())] == []


def test_no_code_of_an_installed_app_writes_one() -> None:
    """Wagtail's choosers did; ours render in place of theirs (core/script_starts.py)."""
    folders = {Path(app.path) for app in apps.get_app_configs()}
    files = {file for folder in folders for file in folder.rglob("*.py") if "test" not in str(file.relative_to(folder))}
    found = {str(file) for file in files if re.search("<script>[^)]", file.read_text())}
    assert {name.partition("site-packages/")[2] for name in found} == {"wagtail/admin/widgets/chooser.py"}


def test_every_chooser_can_begin() -> None:
    script = Path(settings.BASE_DIR, "static/src/js/admin-starts.js").read_text()
    kinds = list(constructors())
    assert [kind for kind in kinds if f'"{kind.js_constructor}"' not in script] == []
    own = {kind for kind in kinds if {"render", "render_js_init"} & set(vars(kind))}
    assert own == {BaseChooser, AdminTaskChooser}, "It writes its script by itself: see core/script_starts.py."


@pytest.mark.parametrize("widget", [AdminPageChooser(), AdminTaskChooser(), AdminDateInput(), AdminDateTimeInput()])
def test_a_field_says_what_it_begins_with(widget: Widget) -> None:
    html = widget.render("day", None, {"id": "id_day"})
    assert "<script" not in html
    assert 'data-controller="ogl-start"' in html
    assert 'data-ogl-start-id-value="id_day"' in html


def test_what_stands_in_an_attribute_stays_in_it() -> None:
    html = AdminPageChooser().render("page", None, {"id": '"><script>alert(1)</script>'})
    assert "<script" not in html
