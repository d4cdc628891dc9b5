"""schema.org for a publication: its bibliographic record."""

from typing import Any

from ogl_portal.core.json_ld import page_json_ld
from publications.citation.json_ld import document
from publications.citation.sources import record_of_publication
from publications.models import PublicationPage


@page_json_ld.register
def publication_json_ld(publication: PublicationPage) -> dict[str, Any]:
    return document(record_of_publication(publication))
