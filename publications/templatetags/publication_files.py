"""Files of publications: in the panel of the editor, and those of a list in one."""

from django import template

from publications.bundles import Bundle, bundle_of
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


@register.simple_tag
def bundle_offer(publications: list[PublicationPage]) -> Bundle:
    """All documents of a list in one file. No query: the versions are at hand where files are listed."""
    return bundle_of(publications)
