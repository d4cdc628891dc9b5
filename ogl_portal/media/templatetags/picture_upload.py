"""What the page for many pictures asks before it sends them."""

from django import template

from ogl_portal.uploads.pictures import PICTURE_ENDINGS

register = template.Library()


@register.simple_tag
def picture_endings() -> list[str]:
    """Endings of names whose files the server looks at, so that what is not taken is refused with advice.

    Wagtail's script refuses by the name alone and says only what is taken.
    """
    return sorted(PICTURE_ENDINGS | {"pdf"})
