"""Words for the history of a page; what texts may hold: a mark for English (WCAG 3.1.2), links that lead somewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature
from wagtail.documents.rich_text.contentstate import document_link_entity
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from ogl_portal.core.admin_scripts import EDITOR, EVERYWHERE, register_scripts
from ogl_portal.core.link_targets import is_pasted_mark
from ogl_portal.core.own_links import OfferedDocumentLinkHandler, PublicPageLinkHandler
from ogl_portal.core.publishing import EXPIRED, REFUSED, SCHEDULED
from ogl_portal.core.reserved import cannot_move, is_reserved
from ogl_portal.text.numbers import as_key

LANGUAGE_MARK = "LANG_EN"

register_scripts(EDITOR, "table", "keys", "paste", "chooser", "problems")
register_scripts(EVERYWHERE, "starts", "textbox", "upload")  # what fields begin with, names of boxes, uploads
register_scripts(EVERYWHERE, "phone")  # lists and panels on the screen of a telephone


@hooks.register("register_log_actions", order=10)  # after Wagtail, whose words for two of them are replaced
def log_actions(actions: Any) -> None:
    actions.register_action(SCHEDULED, "Geplantes Veröffentlichen", "Wie geplant öffentlich geworden; so freigegeben")
    actions.register_action(EXPIRED, "Ablauf", "Abgelaufen: wie geplant nicht mehr öffentlich")

    @actions.register_action(REFUSED)
    class Refused(LogFormatter):
        label = "Veröffentlichung abgelehnt"

        def format_message(self, entry: Any) -> str:
            reasons = " ".join(entry.data.get("reasons", []))
            return f"Zum geplanten Zeitpunkt nicht veröffentlicht. {reasons}"


@hooks.register("register_rich_text_features", order=10)  # in place of Wagtail's, which registers first
def links_to_pages_and_files(features: Any) -> None:
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(OfferedDocumentLinkHandler)


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


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own, whose rules these take up
def links_that_lead_somewhere(features: Any) -> None:
    """A link that only came along with pasted text becomes plain text when it is saved; a forged one is refused."""
    rules = features.converter_rules_by_converter["contentstate"]  # its getter would begin a second scan
    for feature, decorators in (("link", {"LINK": _link}), ("document-link", {"DOCUMENT": _document_link})):
        rule = {**rules[feature], "to_database_format": {"entity_decorators": decorators}}
        features.register_converter_rule("contentstate", feature, rule)


def _link(props: dict[str, Any]) -> Any:
    if props.get("id") is None and is_pasted_mark(props.get("url") or ""):
        return props["children"]
    return link_entity(_with_key(props) if props.get("id") is not None else props)


def _document_link(props: dict[str, Any]) -> Any:
    return document_link_entity(_with_key(props))


def _with_key(props: dict[str, Any]) -> dict[str, Any]:
    """Stored with anything but a number, a link would break its page and its editor for everybody."""
    if as_key(str(props.get("id"))) is None:
        raise ValueError("The link names no record.")
    return props


@hooks.register("before_move_page")
def refuse_taken_address(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    if not is_reserved(destination, page.slug):
        return None
    messages.error(request, cannot_move(page, destination))
    return redirect("wagtailadmin_pages:move", page.pk)


@hooks.register("before_bulk_action")
def refuse_taken_addresses(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if action_type != "move" or not objects or not isinstance(objects[0], Page):
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    refused = [page for page in objects if is_reserved(destination, page.slug)]
    for page in refused:
        messages.error(request, cannot_move(page, destination))
    return redirect(action.next_url) if refused else None
