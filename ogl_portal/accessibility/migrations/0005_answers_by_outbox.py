"""Reminders are remembered by the outbox: what went out before must not go out again."""

import hashlib

from django.db import migrations, models
from django.utils import timezone


def remember_in_the_outbox(apps, schema_editor):
    QueuedMail = apps.get_model("mail", "QueuedMail")
    now = timezone.now()
    for reminder in apps.get_model("accessibility", "SentReminder").objects.all():
        key = hashlib.sha256(f"accessibility:{reminder.key}".encode()).hexdigest()
        values = {"message_id": "", "not_before": now, "due_at": now, "state": "sent", "settled_at": now}
        QueuedMail.objects.get_or_create(key_hash=key, defaults=values)


class Migration(migrations.Migration):
    dependencies = [
        ("accessibility", "0004_words_of_settings"),
        ("mail", "0001_outbox"),
    ]

    operations = [
        migrations.RunPython(remember_in_the_outbox, migrations.RunPython.noop),
        migrations.DeleteModel(name="SentReminder"),
        migrations.AddField(
            model_name="barrierreport",
            name="answer_draft",
            field=models.TextField(blank=True, editable=False, max_length=5000, verbose_name="Entwurf der Antwort"),
        ),
    ]
