"""Pages that are public already get their first version in the change log."""

from typing import Any

from django.db import migrations
from django.db.models import F


def write_first_versions(apps: Any, schema_editor: Any) -> None:
    page_model = apps.get_model("wagtailcore", "Page")
    version_model = apps.get_model("core", "PublishedVersion")
    public = page_model.objects.filter(live=True, live_revision__isnull=False, last_published_at__isnull=False)
    rows = public.values_list("pk", "live_revision_id", "last_published_at")
    version_model.objects.bulk_create(
        (
            version_model(page_id=page, number=1, revision_id=revision, published_at=published_at)
            for page, revision, published_at in rows.order_by(F("last_published_at"))
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0005_published_version")]

    operations = [migrations.RunPython(write_first_versions, migrations.RunPython.noop)]
