"""The pages in easy language and in sign language, each with the four parts of BITV 2.0 § 4."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.search import index

from ogl_portal.legal.blocks import EasyPartField, SignPartField
from ogl_portal.legal.models.review import ReviewedPage, by_whom_and_when
from ogl_portal.legal.parts import PARTS, PrescribedPart

_CLAIM = re.compile(r"\bleichte[rn]?\s+sprache\b", re.IGNORECASE)


@dataclass(frozen=True)
class ShownPart:
    part: PrescribedPart
    body: Any
    is_missing: bool


def _part_panels() -> list[FieldPanel]:
    return [FieldPanel(part.name, heading=f"{number}. {part.law}") for number, part in enumerate(PARTS, start=1)]


class EasyLanguagePage(ReviewedPage):
    """Sentence by sentence. »Leichte Sprache« is what test readers have read; all else is »Einfache Sprache«."""

    essential = EasyPartField(verbose_name="Wesentliche Inhalte")
    navigation = EasyPartField(verbose_name="Navigation")
    statement = EasyPartField(verbose_name="Erklärung zur Barrierefreiheit")
    further = EasyPartField(verbose_name="Weitere Informationen")
    test_readers = models.CharField(
        "Testgelesen von",
        max_length=250,
        blank=True,
        help_text="Die Prüfgruppe oder Prüfer:innen mit Lernschwierigkeiten, die den Text gelesen und für gut befunden "
        "haben (DIN SPEC 33429). Ohne diese Angabe heißt der Text »Einfache Sprache«.",
    )
    test_read_on = models.DateField(
        "Testgelesen am",
        null=True,
        blank=True,
        help_text="Nach einer Änderung am Text bitte leeren, bis er wieder gelesen wurde.",
    )

    content_panels = [
        *ReviewedPage.content_panels,
        *ReviewedPage.intro_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("test_readers"), FieldPanel("test_read_on")])], heading="Leichte Sprache"
        ),
        *_part_panels(),
        *ReviewedPage.review_panels,
    ]
    search_fields = [*ReviewedPage.search_fields, *(index.SearchField(part.name) for part in PARTS)]
    usual_slug = "leichte-sprache"

    class Meta:
        verbose_name = "Seite in Leichter Sprache"
        verbose_name_plural = "Seiten in Leichter Sprache"

    @property
    def is_test_read(self) -> bool:
        return bool(self.test_readers.strip() and self.test_read_on)

    @property
    def label(self) -> str:
        return "Leichte Sprache" if self.is_test_read else "Einfache Sprache"

    @property
    def shown_parts(self) -> list[ShownPart]:
        bodies = ((part, getattr(self, part.name)) for part in PARTS)
        return [ShownPart(part, body, is_missing=not body) for part, body in bodies]

    def field_errors(self) -> dict[str, list[str]]:
        errors = super().field_errors() | by_whom_and_when(self, "test_readers", "test_read_on")
        if not self.is_test_read:
            claim = (
                "»Leichte Sprache« darf ein Text nur heißen, wenn unten steht, wer ihn wann testgelesen hat. Bitte die "
                "Angaben ergänzen oder »Einfache Sprache« schreiben."
            )
            errors |= {name: [claim] for name in ("title", "seo_title") if _CLAIM.search(getattr(self, name))}
        return errors


SIGN_FILM_HELP = """
<p>Für Filme in Deutscher Gebärdensprache verlangt die BITV 2.0 (Anlage 2, Teil 1):</p>
<ul>
<li>Der Hintergrund bewegt sich nicht und ist weder schwarz noch weiß.</li>
<li>Hände und Kleidung heben sich gut voneinander und vom Hintergrund ab; auf den Körper fällt kein Schatten.</li>
<li>Das Bild ist mindestens 320 mal 240 Punkte groß und zeigt mindestens 25 Bilder in der Sekunde.</li>
<li>Der Film lässt sich herunterladen; Größe und Laufzeit stehen dabei. Das ergänzt die Seite.</li>
</ul>
"""


class SignLanguagePage(ReviewedPage):
    """Films in German Sign Language. A part without a film is shown as missing, with what it shall show."""

    essential = SignPartField(verbose_name="Wesentliche Inhalte")
    navigation = SignPartField(verbose_name="Navigation")
    statement = SignPartField(verbose_name="Erklärung zur Barrierefreiheit")
    further = SignPartField(verbose_name="Weitere Informationen")

    content_panels = [
        *ReviewedPage.content_panels,
        *ReviewedPage.intro_panels,
        HelpPanel(content=SIGN_FILM_HELP, heading="Regeln für die Filme"),
        *_part_panels(),
        *ReviewedPage.review_panels,
    ]
    search_fields = [*ReviewedPage.search_fields, *(index.SearchField(part.name) for part in PARTS)]
    usual_slug = "gebaerdensprache"

    class Meta:
        verbose_name = "Seite in Gebärdensprache"
        verbose_name_plural = "Seiten in Gebärdensprache"

    @property
    def shown_parts(self) -> list[ShownPart]:
        bodies = ((part, getattr(self, part.name)) for part in PARTS)
        return [
            ShownPart(part, body, is_missing=not any(block.block_type == "film" for block in body))
            for part, body in bodies
        ]
