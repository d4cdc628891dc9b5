"""Blocks of words: headings, paragraphs, quotes, accordions, calls to action, key figures."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.models import Page

from ogl_portal.core.public import is_public


class HeadingBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(
        choices=[("2", "Überschrift"), ("3", "Zwischenüberschrift")],
        default="2",
        label="Ebene",
        help_text="Eine Zwischenüberschrift steht immer unter einer Überschrift.",
    )
    text = blocks.CharBlock(max_length=200, label="Text")

    class Meta:
        icon = "title"
        label = "Überschrift"
        template = "blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", settings.TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "blocks/paragraph.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="Zitat", help_text="Der Wortlaut ohne Anführungszeichen; die setzt die Seite.")
    source = blocks.CharBlock(required=False, label="Quelle", help_text="Wer hat das wo gesagt oder geschrieben?")

    class Meta:
        icon = "openquote"
        label = "Zitat"
        template = "blocks/quote.html"


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Überschrift")
    text = blocks.RichTextBlock(features=settings.TEXT_FEATURES, label="Text")

    class Meta:
        label = "Abschnitt"


class AccordionBlock(blocks.ListBlock):
    def __init__(self, child_block: Any = None, **kwargs: Any) -> None:
        super().__init__(child_block or AccordionItemBlock(), **kwargs)

    class Meta:
        icon = "list-ul"
        label = "Aufklappbare Abschnitte"
        template = "blocks/accordion.html"


class OneTargetValue(blocks.StructValue):
    """The value of a block with the fields ``page`` and ``url``."""

    @property
    def public_page(self) -> Page | None:
        """The own page, where readers can open it."""
        page: Page | None = self["page"]
        return page if page and is_public(page) else None


class OneTarget:
    """For blocks with the fields ``page`` and ``url``: one of the two leads somewhere, a draft may lack both."""

    is_deferred_validation: bool

    def clean(self, value: Any) -> Any:
        result = super().clean(value)  # type: ignore[misc]
        if self.is_deferred_validation and not (result["page"] or result["url"]):
            return result
        if bool(result["page"]) == bool(result["url"]):
            message = "Bitte entweder eine Seite wählen oder eine Adresse eingeben."
            raise blocks.StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return result


class CallToActionBlock(OneTarget, blocks.StructBlock):
    title = blocks.CharBlock(label="Überschrift")
    text = blocks.TextBlock(required=False, label="Text")
    link_text = blocks.CharBlock(label="Aufschrift", help_text="Sagt, was geschieht: »Leitfaden lesen«, nicht »hier«.")
    page = blocks.PageChooserBlock(required=False, label="Seite dieses Portals")
    url = blocks.URLBlock(required=False, label="Oder eine fremde Adresse")

    class Meta:
        icon = "redirect"
        label = "Handlungsaufruf"
        value_class = OneTargetValue
        template = "blocks/call_to_action.html"


class KeyFigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(max_length=20, label="Zahl")
    label = blocks.CharBlock(max_length=80, label="Wofür sie steht")

    class Meta:
        label = "Kennzahl"


class KeyFiguresBlock(blocks.ListBlock):
    def __init__(self, child_block: Any = None, **kwargs: Any) -> None:
        super().__init__(child_block or KeyFigureBlock(), **kwargs)

    class Meta:
        icon = "order"
        label = "Kennzahlen"
        template = "blocks/key_figures.html"
