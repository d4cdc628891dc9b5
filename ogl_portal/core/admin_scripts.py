"""Scripts of ours in the admin: on every page of it, or beside the editor of a page."""

from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks

EVERYWHERE, EDITOR = "insert_global_admin_js", "insert_editor_js"


def register_scripts(place: str, *names: str) -> None:
    """Load the scripts ``js/admin-{name}.js`` as modules where ``place`` says."""

    def tags() -> SafeString:
        addresses = ((static(f"js/admin-{name}.js"),) for name in names)
        return format_html_join("", '<script type="module" src="{}"></script>', addresses)

    hooks.register(place, tags)
