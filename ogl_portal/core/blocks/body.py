"""What a page body may hold, and the field that holds it."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.fields import StreamField

from ogl_portal.core.blocks.media import DownloadBlock, FilmBlock, PictureBlock, SoundBlock
from ogl_portal.core.blocks.table import CaptionedTableBlock
from ogl_portal.core.blocks.text import (
    AccordionBlock,
    CallToActionBlock,
    HeadingBlock,
    KeyFiguresBlock,
    ParagraphBlock,
    QuoteBlock,
)
from ogl_portal.core.blocks.timeline import TimelineBlock
from ogl_portal.web.third_party import first_refusal


class OwnContentBlock(blocks.StreamBlock):
    """A stream that refuses what is embedded from elsewhere, at the block in which it stands; drafts included."""

    def clean(self, value: Any) -> Any:
        errors: dict[int, ValidationError] = {}
        non_block_errors = None
        try:
            value = super().clean(value)
        except blocks.StreamBlockValidationError as error:
            errors, non_block_errors = dict(error.block_errors), error.non_block_errors
        for number, child in enumerate(value):
            if number not in errors and (reason := first_refusal(child.get_prep_value())):
                errors[number] = _error_of(child.block, reason)
        if errors or non_block_errors:
            raise blocks.StreamBlockValidationError(block_errors=errors, non_block_errors=non_block_errors)
        return value


def _error_of(block: blocks.Block, reason: str) -> ValidationError:
    """The kind of error that the editor shows at a block of this kind."""
    if isinstance(block, blocks.StructBlock):
        return blocks.StructBlockValidationError(non_block_errors=[ValidationError(reason)])
    if isinstance(block, blocks.ListBlock):
        return ListBlockValidationError(non_block_errors=[ValidationError(reason)])
    return ValidationError(reason)


class BodyBlock(OwnContentBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    table = CaptionedTableBlock()
    accordion = AccordionBlock()
    download = DownloadBlock()
    call_to_action = CallToActionBlock()
    key_figures = KeyFiguresBlock()
    timeline = TimelineBlock()
    film = FilmBlock()
    sound = SoundBlock()


class WordsBlock(OwnContentBlock):
    """What shows nothing but the words of its editor, and so may stand in a page of any language."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    call_to_action = CallToActionBlock()
    key_figures = KeyFiguresBlock()


class BodyField(StreamField):
    """A StreamField of body blocks whose definition stays out of migrations."""

    stream = BodyBlock

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(self.stream(), **{"blank": True, "verbose_name": "Inhalt", **kwargs})

    def deconstruct(self) -> Any:
        name, _, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, f"ogl_portal.core.blocks.{type(self).__name__}", [], kwargs


class WordsField(BodyField):
    stream = WordsBlock
