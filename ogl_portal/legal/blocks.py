"""What the pages in easy language and in sign language are made of."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.fields import StreamField

from ogl_portal.core.blocks.body import OwnContentBlock
from ogl_portal.core.blocks.media import FilmBlock, PictureBlock
from ogl_portal.core.blocks.text import OneTarget, OneTargetValue, ParagraphBlock

# The end of a sentence in the middle of a line, and the begin of another.
_SECOND_SENTENCE = re.compile(r"[.!?]\s+(?=[A-ZÄÖÜ»])")


class LinesBlock(blocks.TextBlock):
    """Sentences of easy language, each on a line of its own (BITV 2.0, annex 2, part 2)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("rows", 6)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not self.is_deferred_validation:
            for line in value.splitlines():
                if _SECOND_SENTENCE.search(line.strip()):
                    raise ValidationError(
                        f"In dieser Zeile steht mehr als ein Satz: »{line.strip()}« Bitte für jeden Satz eine neue "
                        "Zeile beginnen."
                    )
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        groups = re.split(r"\n\s*\n", value.strip().replace("\r", "")) if value else []
        context["paragraphs"] = [[line.strip() for line in group.splitlines() if line.strip()] for group in groups]
        return context

    class Meta:
        icon = "pilcrow"
        label = "Sätze"
        help_text = (
            "Jeder Satz steht auf einer eigenen Zeile; eine leere Zeile beginnt einen neuen Absatz. Höchstens zwölf "
            "Wörter in einem Satz. Keine Abkürzungen, keine Klammern. Lange Wörter mit Bindestrich: Bundes-Land."
        )
        template = "legal/blocks/lines.html"


class ItemsBlock(blocks.ListBlock):
    def __init__(self, child_block: Any = None, **kwargs: Any) -> None:
        super().__init__(child_block or blocks.CharBlock(max_length=200, label="Punkt"), **kwargs)

    class Meta:
        icon = "list-ul"
        label = "Liste"
        template = "legal/blocks/items.html"


class LinkBlock(OneTarget, blocks.StructBlock):
    """A link on a line of its own: easy language has no addresses in running text."""

    text = blocks.CharBlock(max_length=120, label="Aufschrift", help_text="Sagt, wohin es geht: »Zur Seite Kontakt«.")
    page = blocks.PageChooserBlock(required=False, label="Seite dieses Portals")
    url = blocks.URLBlock(required=False, label="Oder eine fremde Adresse")

    class Meta:
        icon = "link"
        label = "Link"
        value_class = OneTargetValue
        template = "legal/blocks/link.html"


class EasyPartBlock(OwnContentBlock):
    heading = blocks.CharBlock(max_length=80, label="Überschrift", icon="title", template="legal/blocks/heading.html")
    lines = LinesBlock()
    items = ItemsBlock()
    link = LinkBlock()
    picture = PictureBlock()


class SignPartBlock(OwnContentBlock):
    film = FilmBlock()
    paragraph = ParagraphBlock()


class _PartField(StreamField):
    """A StreamField whose blocks stay out of migrations, as ``core.blocks.BodyField`` does it."""

    block_class: type[blocks.StreamBlock]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(self.block_class(required=False), **{"blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, _, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, f"ogl_portal.legal.blocks.{type(self).__name__}", [], kwargs


class EasyPartField(_PartField):
    block_class = EasyPartBlock


class SignPartField(_PartField):
    block_class = SignPartBlock
