"""schema.org for a lab: its page, and the project that the page is about."""

from typing import Any

from labs.models import LabPage
from ogl_portal.core.json_ld import given, page_json_ld, web_page
from ogl_portal.media.pictures import picture_json_ld


@page_json_ld.register
def lab_json_ld(lab: LabPage) -> dict[str, Any]:
    names = [name for name in (lab.project_name, lab.official_name) if name]
    project = {
        "@type": "Project",
        "name": f"Labor {lab.title}",
        **given(alternateName=names, description=lab.description, areaServed=lab.land_names),
    }
    return web_page(lab, mainEntity=project, image=picture_json_ld(lab.picture))
