"""Who is asked by whom to look at which page."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page


class AssignmentState(models.TextChoices):
    OPEN = "open", "Offen"
    DONE = "done", "Erledigt"
    WITHDRAWN = "withdrawn", "Zurückgenommen"


class Assignment(models.Model):
    """One request. It goes with the page and with the person who was asked."""

    wagtail_reference_index_ignore = True  # no use of the page
    page = models.ForeignKey(Page, verbose_name="Seite", on_delete=models.CASCADE, related_name="assignments")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Wer?", on_delete=models.CASCADE, related_name="assignments"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Von", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField("Worum geht es?", max_length=500, blank=True)
    due_on = models.DateField("Bis wann?", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=AssignmentState.choices, default=AssignmentState.OPEN)
    answer = models.CharField("Antwort", max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "Bitte um Durchsicht"
        verbose_name_plural = "Bitten um Durchsicht"
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "assignee"], condition=models.Q(state="open"), name="one_open_assignment_each"
            )
        ]

    def __str__(self) -> str:
        return f"Bitte ansehen: {self.page.title}"
