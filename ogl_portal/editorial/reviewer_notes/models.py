"""An answer to what somebody said when a page came back."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import TaskState


class NoteAnswer(models.Model):
    """A sentence for the person who sent the page back; the note itself is the comment of the task state."""

    task_state = models.OneToOneField(TaskState, on_delete=models.CASCADE, related_name="note_answer")
    text = models.CharField("Antwort", max_length=500)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "Antwort auf eine Anmerkung"
        verbose_name_plural = "Antworten auf Anmerkungen"

    def __str__(self) -> str:
        return self.text
