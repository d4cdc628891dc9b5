"""What a page body may hold, and the field that holds it."""

from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField

from ogl_portal.core.blocks.media import DownloadBlock, FilmBlock, PictureBlock
from ogl_portal.core.blocks.table import CaptionedTableBlock
from ogl_portal.core.blocks.text import (
    AccordionBlock,
    CallToActionBlock,
    HeadingBlock,
    KeyFiguresBlock,
    ParagraphBlock,
    QuoteBlock,
)


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    table = CaptionedTableBlock()
    accordion = AccordionBlock()
    download = DownloadBlock()
    call_to_action = CallToActionBlock()
    key_figures = KeyFiguresBlock()
    film = FilmBlock()


class BodyField(StreamField):
    """A StreamField of body blocks whose definition stays out of migrations."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(BodyBlock(), **{"blank": True, "verbose_name": "Inhalt", **kwargs})

    def deconstruct(self) -> Any:
        name, _, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, "ogl_portal.core.blocks.BodyField", [], kwargs
