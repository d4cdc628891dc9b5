"""Who points to something, for the questions before it is unpublished or deleted."""

from typing import Any

from django import template
from django.template import Context
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from ogl_portal.links.usage import target_of, usage_of, usage_of_tree

register = template.Library()


@register.inclusion_tag("links/usage.html", takes_context=True)
def usage(context: Context, usage_url: str, model_opts: Any) -> dict[str, Any]:
    """The pages that point to the object whose page »Usage« has this address."""
    target = target_of(usage_url, model_opts.model)
    found = usage_of([target], context["request"].user) if target else None
    return {
        "usage": found,
        "usage_url": usage_url,
        "is_link_target": isinstance(target, Page | AbstractDocument),
    }


@register.inclusion_tag("links/usage.html", takes_context=True)
def usage_of_file(context: Context, file: Any) -> dict[str, Any]:
    """The pages that use a picture or a document, in public or in a draft."""
    return {
        "usage": usage_of([file], context["request"].user),
        "is_link_target": isinstance(file, AbstractDocument),
    }


@register.inclusion_tag("links/usage.html", takes_context=True)
def usage_of_page(context: Context, page: Page, *, with_tree: bool = False) -> dict[str, Any]:
    """The pages that point to ``page``, or to it and all below it."""
    user = context["request"].user
    found = usage_of_tree(page, user) if with_tree else usage_of([page], user)
    return {"usage": found, "is_link_target": True}
