"""Messages get a period, a state, and their answer."""

import datetime

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def give_period_and_state(apps, schema_editor):
    """What was answered stays answered since that day; what is open is due two weeks after it came."""
    for message in apps.get_model("pages", "Message").objects.all():
        local = django.utils.timezone.localdate
        message.due_on = local(message.received_at) + datetime.timedelta(days=14)
        if message.answered_at:
            message.state, message.closed_on = "answered", local(message.answered_at)
        message.save(update_fields=["due_on", "state", "closed_on"])


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0004_subjects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="answered_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="Beantwortet am"),
        ),
        migrations.AlterField(
            model_name="message",
            name="received_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="Eingegangen am"),
        ),
        migrations.AddField(
            model_name="message",
            name="answer",
            field=models.TextField(blank=True, max_length=5000, verbose_name="Antwort"),
        ),
        migrations.AddField(
            model_name="message",
            name="answer_draft",
            field=models.TextField(blank=True, editable=False, max_length=5000, verbose_name="Entwurf der Antwort"),
        ),
        migrations.AddField(
            model_name="message",
            name="answered_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="closed_on",
            field=models.DateField(editable=False, null=True, verbose_name="Abgeschlossen am"),
        ),
        migrations.AddField(
            model_name="message",
            name="due_on",
            field=models.DateField(
                default=datetime.date(2020, 1, 1), editable=False, verbose_name="Zu beantworten bis"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[("open", "offen"), ("answered", "beantwortet"), ("closed", "abgeschlossen")],
                default="open",
                editable=False,
                max_length=8,
                verbose_name="Stand",
            ),
        ),
        migrations.RunPython(give_period_and_state, migrations.RunPython.noop),
    ]
