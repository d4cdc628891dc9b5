"""What the checks have found on public pages, so that lists need not read every page again."""

from django.db import models
from wagtail.models import Page

from ogl_portal.editorial.checks.findings import Rule, Severity


class FindingQuerySet(models.QuerySet["ContentFinding"]):
    def on_public_pages(self) -> "FindingQuerySet":
        """Asked each time: a page may have gone (bin, expiry) since its findings were stored."""
        return self.filter(page__live=True)


class ContentFinding(models.Model):
    """One finding in the public version of a page; ``position`` counts them from the top of the page."""

    page = models.ForeignKey(Page, verbose_name="Seite", on_delete=models.CASCADE, related_name="content_findings")
    position = models.PositiveIntegerField("Reihenfolge")
    rule = models.CharField("Was auffällt", max_length=20, choices=Rule.choices)
    severity = models.CharField("Gewicht", max_length=5, choices=Severity.choices)
    sentence = models.TextField("Im Einzelnen")
    place = models.TextField("Stelle")
    anchor = models.CharField("Sprungziel im Formular", max_length=200)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "Auffälligkeit im Inhalt"
        verbose_name_plural = "Auffälligkeiten im Inhalt"
        constraints = [models.UniqueConstraint(fields=["page", "position"], name="unique_content_finding")]
        indexes = [
            models.Index(fields=["rule", "page"], name="content_finding_rule"),
            models.Index(fields=["severity", "page"], name="content_finding_severity"),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.page.title}"
