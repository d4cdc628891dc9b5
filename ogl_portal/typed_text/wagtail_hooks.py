"""The scripts that look after typed text, on every page of the admin."""

from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks

SCRIPTS = ("js/admin-session.js", "js/admin-copies.js")


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    return format_html_join("", '<script type="module" src="{}"></script>', ((static(name),) for name in SCRIPTS))
