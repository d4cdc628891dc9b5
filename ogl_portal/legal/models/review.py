"""What every text that the law prescribes carries: its source, and who checked it when."""

import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from ogl_portal.core.models import BasePage

REVIEW_AFTER = datetime.timedelta(days=365)


class ReviewedPage(BasePage):
    """A page with a legal source and the date on which somebody held the two against each other; one of each kind."""

    legal_source = models.CharField(
        "Rechtsgrundlage",
        max_length=200,
        blank=True,
        help_text="Gesetz und Paragraf, aus denen sich die Angaben ergeben. Steht am Ende der Seite.",
    )
    reviewed_on = models.DateField(
        "Geprüft am",
        null=True,
        blank=True,
        help_text="Der Tag, an dem jemand den ganzen Text mit der Rechtsgrundlage verglichen hat, einmal im Jahr.",
    )
    reviewed_by = models.CharField(
        "Geprüft von",
        max_length=150,
        blank=True,
        help_text="Name oder Stelle, zum Beispiel »Justiziariat«. Steht am Ende der Seite.",
    )

    review_panels = [
        MultiFieldPanel(
            [FieldPanel("legal_source"), FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("reviewed_by")])],
            heading="Rechtliche Prüfung",
        )
    ]

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        abstract = True

    @property
    def is_review_due(self) -> bool:
        return self.reviewed_on is None or timezone.localdate() - self.reviewed_on > REVIEW_AFTER

    def field_errors(self) -> dict[str, list[str]]:
        return by_whom_and_when(self, "reviewed_by", "reviewed_on")


def by_whom_and_when(thing: Any, by: str, on: str) -> dict[str, list[str]]:
    """Field → sentences, where only one of the two is given or the day is still to come."""
    person, day = getattr(thing, by).strip(), getattr(thing, on)
    if day and not person:
        return {by: ["Bitte auch angeben, wer es war."]}
    if person and not day:
        return {on: ["Bitte auch den Tag angeben."]}
    if day and day > timezone.localdate():
        return {on: ["Dieser Tag liegt in der Zukunft. Bitte den Tag angeben, an dem es geschehen ist."]}
    return {}
