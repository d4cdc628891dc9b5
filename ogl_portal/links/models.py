"""Links to other sites: where they stand, and how they answered when they were last called.

Of the links to own pages and files only those are kept that lead nowhere; they have no host, and are never called.
"""

from django.db import models
from wagtail.models import Page


class LinkState(models.TextChoices):
    NEW = "new", "noch nicht geprüft"
    OK = "ok", "erreichbar"
    MOVED = "moved", "dauerhaft umgezogen"
    BROKEN = "broken", "gibt es nicht mehr"
    UNREACHABLE = "unreachable", "nicht erreichbar"
    CERTIFICATE = "certificate", "Zertifikat ungültig"
    UNCLEAR = "unclear", "lässt sich nicht automatisch prüfen"
    OWN = "own", "für Leser:innen nicht zu erreichen"
    NOT_CALLED = "not_called", "wird nicht aufgerufen (keine öffentliche Adresse)"


FINAL = (LinkState.BROKEN, LinkState.OWN)  # gone for good: nothing to wait for
FAULTS = (LinkState.BROKEN, LinkState.UNREACHABLE, LinkState.CERTIFICATE)
# A site may be away for a night; only what fails this often in a row is shown as broken.
NIGHTS = 2


class Link(models.Model):
    url = models.CharField("Adresse", max_length=1000, unique=True)
    host = models.CharField("Website", max_length=255, db_index=True, blank=True)
    state = models.CharField("Zustand", max_length=12, choices=LinkState.choices, default=LinkState.NEW, db_index=True)
    status = models.PositiveSmallIntegerField("Antwort", null=True, help_text="Zahl der HTTP-Antwort.")
    target = models.CharField("Neue Adresse", max_length=1000, blank=True)
    detail = models.CharField("Genauer", max_length=250, blank=True)
    failures = models.PositiveSmallIntegerField("Fehlschläge in Folge", default=0)
    checked_at = models.DateTimeField("Geprüft am", null=True, db_index=True)

    class Meta:
        verbose_name = "Link"
        verbose_name_plural = "Links"

    def __str__(self) -> str:
        return self.url

    @property
    def is_fault(self) -> bool:
        """Whether staff should do something: gone for good, or away for more than a night."""
        return self.state in FINAL or (self.state in FAULTS and self.failures >= NIGHTS)

    @property
    def why(self) -> str:
        """What is wrong, in as few words as there are."""
        return self.detail if self.state == LinkState.OWN else self.get_state_display()


class LinkUse(models.Model):
    """A page on which a link stands."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey(Page, verbose_name="Seite", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "Fundstelle"
        verbose_name_plural = "Fundstellen"
        constraints = [models.UniqueConstraint(fields=["link", "page"], name="unique_link_use")]

    def __str__(self) -> str:
        return f"{self.page.title}: {self.link.url}"
