"""Words for the history of a page; a mark for words in English, so that they are pronounced right (WCAG 3.1.2)."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature
from wagtail.log_actions import LogFormatter

from ogl_portal.core.own_links import PublicPageLinkHandler
from ogl_portal.core.publishing import REFUSED

LANGUAGE_MARK = "LANG_EN"


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    @actions.register_action(REFUSED)
    class Refused(LogFormatter):
        label = "Veröffentlichung abgelehnt"

        def format_message(self, entry: Any) -> str:
            reasons = " ".join(entry.data.get("reasons", []))
            return f"Zum geplanten Zeitpunkt nicht veröffentlicht. {reasons}"


@hooks.register("insert_editor_js")
def table_script() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("js/admin-table.js"))


@hooks.register("register_rich_text_features", order=10)  # in place of Wagtail's, which registers first
def links_to_pages(features: Any) -> None:
    features.register_link_type(PublicPageLinkHandler)


@hooks.register("register_rich_text_features")
def english(features: Any) -> None:
    """The button »EN« of the editor; stored as ``<span lang="en">``."""
    control = {
        "type": LANGUAGE_MARK,
        "label": "EN",
        "description": "Englische Wörter",
        "style": {"fontStyle": "italic"},
    }
    features.register_editor_plugin("draftail", "lang-en", InlineStyleFeature(control))
    features.register_converter_rule(
        "contentstate",
        "lang-en",
        {
            "from_database_format": {'span[lang="en"]': InlineStyleElementHandler(LANGUAGE_MARK)},
            "to_database_format": {
                "style_map": {LANGUAGE_MARK: {"element": "span", "props": {"lang": "en"}}},
            },
        },
    )
