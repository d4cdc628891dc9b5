"""Versions know when they were taken down, so that undoing what came next does not make them public again."""

from typing import Any

from django.db import migrations, models
from django.utils import timezone

TAKEN_DOWN = ("wagtail.unpublish", "wagtail.unpublish.scheduled")


def read_from_history(apps: Any, schema_editor: Any) -> None:
    versions = apps.get_model("core", "PublishedVersion").objects.all()
    entries = apps.get_model("wagtailcore", "PageLogEntry").objects.filter(action__in=TAKEN_DOWN)
    for page, at in entries.order_by("timestamp").values_list("page_id", "timestamp").iterator():
        version = versions.filter(page_id=page, published_at__lte=at).order_by("-number").first()
        if version is not None:
            versions.filter(pk=version.pk, withdrawn_at=None).update(withdrawn_at=at)
    # Taken down without a word in the history: deleted, and restored as a draft. In the bin nothing is decided yet.
    down = versions.filter(page__live=False).exclude(page__url_path__startswith="/papierkorb/")
    last = versions.filter(page_id=models.OuterRef("page_id")).order_by("-number").values("number")[:1]
    down.filter(withdrawn_at=None, number=models.Subquery(last)).update(withdrawn_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("core", "0013_rate_count"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.AddField(
            model_name="publishedversion",
            name="withdrawn_at",
            field=models.DateTimeField(null=True, verbose_name="Nicht mehr öffentlich seit"),
        ),
        migrations.RunPython(read_from_history, migrations.RunPython.noop),
    ]
