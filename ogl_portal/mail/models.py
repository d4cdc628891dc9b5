"""A mail in the outbox, from the moment it is written until nothing of it is left but that it went out."""

from django.db import models
from django.utils import timezone


class MailState(models.TextChoices):
    WAITING = "waiting", "wartet"
    SENT = "sent", "gesendet"
    FAILED = "failed", "nicht zustellbar"
    DISCARDED = "discarded", "verworfen"


class QueuedMail(models.Model):
    """One mail to one address. ``key_hash`` stays for two years: the mail for this occasion has been written.

    ``due_at`` is when somebody may next try. Whoever tries moves it ahead first, and commits that: a sender that dies
    with the mail in its hands leaves a mail that is due again a little later.
    """

    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    message_id = models.CharField(max_length=200, editable=False)
    to = models.EmailField("An", blank=True)
    subject = models.CharField("Betreff", max_length=250, blank=True)
    text = models.TextField("Text", blank=True)
    links = models.JSONField(default=list, blank=True, help_text="Paths of this site that the text leads to.")
    headers = models.JSONField(default=dict, blank=True)
    reply_to = models.CharField("Antwort an", max_length=320, blank=True)
    created_at = models.DateTimeField("Geschrieben", default=timezone.now)
    not_before = models.DateTimeField("Nicht vor")
    due_at = models.DateTimeField("Nächster Versuch")
    attempts = models.PositiveSmallIntegerField("Versuche", default=0)
    state = models.CharField("Stand", max_length=9, choices=MailState.choices, default=MailState.WAITING)
    settled_at = models.DateTimeField("Erledigt", null=True, blank=True)
    error = models.CharField("Grund", max_length=500, blank=True)

    class Meta:
        verbose_name = "E-Mail"
        verbose_name_plural = "E-Mails"
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_at"], name="mail_due", condition=models.Q(state="waiting")),
            models.Index(fields=["settled_at"], name="mail_settled", condition=~models.Q(to="")),
        ]

    def __str__(self) -> str:
        return self.subject or "E-Mail"
