"""Choosers of Wagtail say in attributes what they begin with, not in a script among the text of the page.

The content policy of the admin runs no inline script, so nothing that somebody smuggles into a page becomes one
(docs/engineering/decisions/0023-no-inline-scripts.md). The templates of date fields and inline panels do the same
(templates/wagtailadmin/widgets and …/panels); static/src/js/admin-starts.js begins what they name.
"""

import json
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def connect() -> None:
    """Wagtail has no template for this and no hook, so the method of the class is taken."""
    AdminTaskChooser.js_constructor = "createTaskChooser"  # it writes its line of script by itself
    BaseChooser.render = _render


def _render(
    chooser: Any, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: object = None
) -> SafeString:
    """As ``BaseChooser.render``, which puts a script behind the same field."""
    if not (number := (attrs or {}).get("id")):
        raise TypeError("BaseChooser cannot be rendered without an 'id' attribute")
    data = chooser.get_value_data(value)
    options = json.dumps(chooser.get_js_init_options(number, name, data))
    start = render_to_string(
        "core/admin/start.html", {"name": chooser.js_constructor, "id": number, "options": options}
    )
    return format_html("{}{}", SafeString(chooser.render_html(name, data, attrs)), SafeString(start))
