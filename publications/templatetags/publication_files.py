"""Files of a publication, for the panel in its editor."""

from django import template

from publications.findings import undecided
from publications.findings import why_undecided as why
from publications.models import FileVersion, PublicationPage

register = template.Library()


@register.simple_tag
def undecided_version(publication: PublicationPage) -> FileVersion | None:
    """The newest version about which somebody has to decide. One query."""
    return undecided().filter(publication=publication).order_by("-number").first()


@register.filter
def why_undecided(version: FileVersion) -> str:
    """Why somebody has to decide about a version; empty where nobody has to."""
    return why(version)
