"""The content of a page as a flat list of parts in reading order, whatever fields and blocks it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from ogl_portal.core.blocks.media import PictureBlock
from ogl_portal.core.blocks.table import CaptionedTableBlock
from ogl_portal.core.blocks.text import CallToActionBlock, HeadingBlock, OneTarget, QuoteBlock
from ogl_portal.core.models import BasePage
from ogl_portal.editorial.checks.findings import FindingPlace


@dataclass(frozen=True)
class TextNode:
    """Plain words. ``is_quote``: the wording is somebody else's."""

    place: FindingPlace
    text: str
    is_quote: bool = False


@dataclass(frozen=True)
class RichTextNode:
    """HTML as the database keeps it (links to pages and documents by number)."""

    place: FindingPlace
    html: str


@dataclass(frozen=True)
class HeadingNode:
    place: FindingPlace
    level: int
    text: str


@dataclass(frozen=True)
class PictureNode:
    place: FindingPlace
    alt: str
    is_decorative: bool
    caption: str = ""
    number: int | None = None
    """The picture itself; none where it is not chosen, or gone."""
    credit: str = ""
    """What this place says of its maker and licence instead of what the picture says for all places."""


@dataclass(frozen=True)
class TableNode:
    place: FindingPlace
    value: dict[str, Any]


@dataclass(frozen=True)
class LinkTarget:
    """The own page or file that a field points to; no number where it is gone, or was never chosen."""

    kind: Literal["page", "document"]
    number: int | None


@dataclass(frozen=True)
class LinkNode:
    """A link with a field of its own: its words (empty where the page words it), its address or its target."""

    place: FindingPlace
    text: str
    url: str
    target: LinkTarget | None = None


ContentNode = TextNode | RichTextNode | HeadingNode | PictureNode | TableNode | LinkNode

# Text fields of a page that are no prose of the editors: addresses, identifiers, codes.
_NO_PROSE = {"slug", "url_path", "path", "draft_title", "seo_title", "sort_key", "sort_date", "series_sentence"}


def parts_of(page: Any) -> list[ContentNode]:
    """All parts of a page, its child lists included. No query beyond those of the child lists."""
    found: list[ContentNode] = []
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            found += _stream(getattr(page, field.name), (field.name,), str(field.verbose_name))
        elif isinstance(field, RichTextField | models.TextField | models.CharField):
            found += _plain_field(page, field, FindingPlace((field.name,), str(field.verbose_name)))
        elif _points_to_page(field):
            found += _page_field(page, field, FindingPlace((field.name,), str(field.verbose_name)))
    found += _picture_field(page)
    for relation in page._meta.related_objects:
        if isinstance(relation.field, ParentalKey) and _is_ours(relation.field.model):
            found += _children(page, relation)
    return found


def _is_ours(model: Any) -> bool:
    return not model.__module__.startswith("wagtail.")


def _points_to_page(field: Any) -> bool:
    return type(field) is models.ForeignKey and _is_ours(field.model) and issubclass(field.related_model, Page)


def _page_field(instance: Any, field: Any, place: FindingPlace) -> Iterator[ContentNode]:
    if number := getattr(instance, field.attname):
        yield LinkNode(place, "", "", LinkTarget("page", number))


def _plain_field(instance: Any, field: Any, place: FindingPlace) -> Iterator[ContentNode]:
    value = getattr(instance, field.name)
    if not value or not isinstance(value, str):
        return
    if isinstance(field, RichTextField):
        yield RichTextNode(place, value)
    elif isinstance(field, models.URLField):
        yield LinkNode(place, "", value)
    elif field.editable and not field.choices and field.name not in _NO_PROSE and type(field) in _PROSE:
        yield TextNode(place, value)


_PROSE = (models.CharField, models.TextField)


def _children(page: Any, relation: Any) -> Iterator[ContentNode]:
    name = relation.get_accessor_name()
    for child in getattr(page, name).all():
        label = f"{relation.field.model._meta.verbose_name} »{child}«"
        for field in child._meta.concrete_fields:
            place = FindingPlace((name, field.name), f"{label}, {field.verbose_name}")
            if isinstance(field, RichTextField | models.TextField | models.CharField):
                yield from _plain_field(child, field, place)
            elif _points_to_page(field):
                yield from _page_field(child, field, place)


def _picture_field(page: Any) -> Iterator[ContentNode]:
    """A picture beside the body, as news items have one."""
    if isinstance(page, BasePage) and getattr(page, "picture_id", None):
        place = FindingPlace(("picture_alt",), "Bild")
        yield PictureNode(place, page.picture_alt, page.picture_is_decorative, number=page.picture_id)


def _stream(value: Any, path: tuple[str, ...], label: str) -> Iterator[ContentNode]:
    for number, child in enumerate(value or (), start=1):
        place = FindingPlace((*path, child.id or ""), f"{label}, Block {number} ({child.block.label})")
        yield from _block(child.block, child.value, place)


def _block(block: Any, value: Any, place: FindingPlace) -> Iterator[ContentNode]:  # noqa: C901, PLR0912 - one branch a kind of block
    if isinstance(block, HeadingBlock):
        # A draft keeps whatever was sent as its level: the field itself says so.
        yield HeadingNode(place, 3 if value["level"] == "3" else 2, value["text"] or "")
    elif isinstance(block, PictureBlock):
        number = value["image"].pk if value["image"] else None
        yield PictureNode(
            place, value["alt"] or "", bool(value["decorative"]), value["caption"] or "", number, value["credit"] or ""
        )
    elif isinstance(block, CaptionedTableBlock):
        yield TableNode(place, value or {})
    elif isinstance(block, CallToActionBlock):
        yield TextNode(place, value["text"] or "")
        yield _one_target(place, value["link_text"], value)
    elif isinstance(block, QuoteBlock):
        yield TextNode(place, value["text"], is_quote=True)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            below = FindingPlace((*place.path, name), f"{place.label}, {child.label}")
            if not (isinstance(block, OneTarget) and name in ("page", "url")):
                yield from _block(child, value.get(name), below)
        if isinstance(block, OneTarget):
            yield _one_target(place, "", value)
    elif isinstance(block, blocks.ListBlock):
        for number, child in enumerate(value.bound_blocks, start=1):
            yield from _block(
                child.block, child.value, FindingPlace((*place.path, child.id), f"{place.label} {number}")
            )
    elif isinstance(block, blocks.StreamBlock):
        yield from _stream(value, place.path, place.label)
    elif isinstance(block, blocks.RichTextBlock):
        yield RichTextNode(place, value.source if value else "")
    elif isinstance(block, DocumentChooserBlock):
        if value or block.required:
            yield LinkNode(place, "", "", LinkTarget("document", value.pk if value else None))
    elif isinstance(block, blocks.URLBlock):
        yield LinkNode(place, "", value or "")
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield TextNode(place, value or "")


def _one_target(place: FindingPlace, text: str, value: Any) -> LinkNode:
    """A block of which a page or an address makes a link (``core.blocks.text.OneTarget``)."""
    if value["url"]:
        return LinkNode(place, text, value["url"])
    return LinkNode(place, text, "", LinkTarget("page", value["page"].pk if value["page"] else None))
