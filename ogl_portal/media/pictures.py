"""Pictures as small as the place they stand in needs them: AVIF and WebP, with JPEG or PNG for everything else.

A rendition is made once, when a page with the picture is published (``media.tasks``) or at the latest when it is first
shown. A machine whose Pillow cannot write AVIF leaves that format out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import singledispatch
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Prefetch
from PIL import features
from wagtail.images.models import SourceImageIOError

from ogl_portal.core.json_ld import given
from ogl_portal.media.models import PortalImage, PortalRendition

CAN_WRITE_AVIF = bool(features.check("avif"))


@dataclass(frozen=True)
class PicturePlace:
    """A place for pictures. ``operations`` are Wagtail's, one a width in the order of width; ``sizes`` as in HTML."""

    operations: tuple[str, ...]
    sizes: str
    is_lead: bool = False


# What ``sizes`` says follows the columns of the style sheet.
LEAD = PicturePlace(
    ("width-480", "width-800", "width-1200"), "(min-width: 75rem) 44rem, (min-width: 60rem) 58vw, 92vw", True
)
BODY = PicturePlace(LEAD.operations, LEAD.sizes)
LIST = PicturePlace(("fill-176x132", "fill-352x264"), "11rem")
PLACES = {"lead": LEAD, "body": BODY, "list": LIST}


@dataclass(frozen=True)
class Source:
    """One format: its MIME type and the ``srcset``."""

    mime: str
    srcset: str


@dataclass(frozen=True)
class ShownPicture:
    """What ``<picture>`` needs: the modern formats, best first, and the ``<img>`` that everything can show."""

    sources: list[Source]
    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    is_lead: bool


def formats_of(image: PortalImage) -> tuple[str, ...]:
    """Formats to make of an image, best first. PNG stays PNG as the last resort, since it may be transparent."""
    fallback = "png" if image.file.name.lower().endswith(".png") else "jpeg"
    return (*(("avif",) if CAN_WRITE_AVIF else ()), "webp", fallback)


def specs(image: PortalImage, place: PicturePlace) -> dict[str, list[str]]:
    """Wagtail's rendition specs by format, in the order of width."""
    return {kind: [f"{operation}|format-{kind}" for operation in place.operations] for kind in formats_of(image)}


def picture_of(image: PortalImage | None, place: PicturePlace) -> ShownPicture | None:
    """The image for a place; None without an image, or where it lies in the bin or its file is lost."""
    if image is None or image.trashed_at:
        return None
    known: dict[PicturePlace, ShownPicture | None] = image.__dict__.setdefault("_shown", {})
    if place not in known:  # a page names its picture to readers, to other sites and to search engines
        known[place] = _made(image, place)
    return known[place]


def _made(image: PortalImage, place: PicturePlace) -> ShownPicture | None:
    wanted = specs(image, place)
    try:
        made = image.get_renditions(*(spec for of_format in wanted.values() for spec in of_format))
    except SourceImageIOError:
        return None
    # A small original gives the same width several times.
    by_format = [
        (kind, list({made[spec].width: made[spec] for spec in of_format}.values()))
        for kind, of_format in wanted.items()
    ]
    *modern, (_, fallback) = [(kind, renditions) for kind, renditions in by_format]
    middle = fallback[len(fallback) // 2]
    return ShownPicture(
        [Source(f"image/{kind}", _srcset(renditions)) for kind, renditions in modern],
        middle.url,
        _srcset(fallback),
        place.sizes,
        fallback[-1].width,
        fallback[-1].height,
        place.is_lead,
    )


def picture_address(image: PortalImage | None) -> str:
    """The whole address of a page's picture, for machines; empty without one."""
    picture = picture_of(image, LEAD)
    return urljoin(settings.BASE_URL, picture.src) if picture else ""


def picture_json_ld(image: PortalImage | None) -> dict[str, str]:
    """schema.org for a page's picture, with its maker and licence; empty without one."""
    address = picture_address(image)
    if image is None or not address:
        return {}
    credit = given(creditText=image.credit.strip(), license=image.licence_url)
    return {"@type": "ImageObject", "url": address, "contentUrl": address, **credit}


def with_renditions(place: PicturePlace) -> Prefetch:
    """Prefetch for a list of pages with ``select_related("picture")``: what the place shows, in one query."""
    names = [f"{operation}|format-{kind}" for operation in place.operations for kind in ("avif", "webp", "jpeg", "png")]
    return Prefetch("picture__renditions", PortalRendition.objects.filter(filter_spec__in=names))


def pictures_in_body(page: Any) -> list[tuple[PortalImage, PicturePlace]]:
    blocks = [block.value for block in getattr(page, "body", None) or () if block.block_type == "picture"]
    return [(value["image"], BODY) for value in blocks if value["image"]]


@singledispatch
def pictures_on(page: Any) -> list[tuple[PortalImage, PicturePlace]]:
    """The page's pictures with the places they stand in; apps whose pages have more than a body register it."""
    return pictures_in_body(page)


def make_renditions(pictures: Iterable[tuple[PortalImage, PicturePlace]]) -> None:
    """Make what is missing."""
    for image, place in pictures:
        picture_of(image, place)


def _srcset(renditions: list[PortalRendition]) -> str:
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions)
