"""Pictures of a page at a place of the look."""

from django import template

from ogl_portal.media.models import PortalImage
from ogl_portal.media.pictures import PLACES, ShownPicture, picture_of

register = template.Library()


@register.simple_tag
def content_picture(image: PortalImage | None, place: str) -> ShownPicture | None:
    """The image for a place of ``media.pictures.PLACES``. Lists and bodies have its renditions prefetched."""
    return picture_of(image, PLACES[place])
