"""The pattern library for whoever is signed in to the admin. Nothing in it is content of the site."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from ogl_portal.pattern_library.samples import FRAME, GROUPS, Sample

# Sheets that the build makes of site.css: they show a scheme whatever the device asks for.
SHEETS = {"hell": "site-light.css", "dunkel": "site-dark.css"}


@require_safe
@require_admin_access
@xframe_options_sameorigin
def components(request: HttpRequest) -> HttpResponse:
    """All components; ``?modus=hell`` or ``dunkel`` instead of what the device asks for."""
    mode = request.GET.get("modus", "")
    context = {
        "groups": [(title, [(sample, rendered(sample, request)) for sample in samples]) for title, samples in GROUPS],
        "site_frame": FRAME,
        "mode": mode,
        "sheet": SHEETS.get(mode, "site.css"),
        "is_framed": request.GET.get("rahmen") == "1",
    }
    return _unlisted(render(request, "pattern_library/components.html", context))


@csp_update({"frame-src": [SELF]})
@require_safe
@require_admin_access
def phone(request: HttpRequest) -> HttpResponse:
    """The same in the width of a phone, light and dark beside each other."""
    return _unlisted(render(request, "pattern_library/phone.html", {"site_frame": FRAME, "modes": list(SHEETS)}))


def rendered(sample: Sample, request: HttpRequest) -> list[SafeString]:
    """What the component's template makes of each of its contexts."""
    template = get_template(f"components/{sample.name}.html")
    made = (template.render({"site_frame": FRAME, **context}, request) for context in sample.contexts)
    # What a component is part of is ours; what stands in it was escaped by its template.
    return [format_html(sample.within, mark_safe(html)) for html in made]  # noqa: S308


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
