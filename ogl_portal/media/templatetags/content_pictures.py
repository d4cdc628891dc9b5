"""Pictures of a page at a place of the look; what the page for many pictures asks before it sends them."""

from django import template

from ogl_portal.media.models import PortalImage
from ogl_portal.media.pictures import PLACES, ShownPicture, picture_of
from ogl_portal.uploads.pictures import PICTURE_ENDINGS

register = template.Library()


@register.simple_tag
def content_picture(image: PortalImage | None, place: str) -> ShownPicture | None:
    """The image for a place of ``media.pictures.PLACES``. Lists and bodies have its renditions prefetched."""
    return picture_of(image, PLACES[place])


@register.simple_tag
def picture_endings() -> list[str]:
    """Endings of names whose files the server looks at, so that what is not taken is refused with advice.

    Wagtail's script refuses by the name alone and says only what is taken.
    """
    return sorted(PICTURE_ENDINGS | {"pdf"})
