"""The alternative texts that pages give a picture: they belong to the place it stands in, so one picture has many."""

from collections.abc import Iterator
from typing import Any

from wagtail.fields import StreamField

from ogl_portal.media.models import PortalImage

DECORATIVE = "nur Schmuck"


def alt_texts(image: PortalImage, page: Any) -> list[str]:
    """What ``page`` (specific, as it is in memory) says of the picture, in reading order."""
    found: list[str] = []
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            found += _in_blocks(getattr(page, field.name).get_prep_value(), image.pk)
        elif field.many_to_one and field.related_model is PortalImage and getattr(page, field.attname) == image.pk:
            decorative = getattr(page, f"{field.name}_is_decorative", False)
            found.append(DECORATIVE if decorative else getattr(page, f"{field.name}_alt", ""))
    return [text for text in found if text]


def _in_blocks(value: Any, number: int) -> Iterator[str]:
    """Any block with a picture has the fields of ``blocks.PictureBlock``."""
    if isinstance(value, list):
        for item in value:
            yield from _in_blocks(item, number)
    elif isinstance(value, dict):
        if value.get("image") == number:
            yield DECORATIVE if value.get("decorative") else value.get("alt") or ""
        for item in value.values():
            yield from _in_blocks(item, number)
