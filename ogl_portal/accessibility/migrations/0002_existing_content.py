"""Turn what stood in other places into what this app keeps: the page of the statement, and reports of barriers.

The running text of the old page stays in its history; from now on the statement is computed.
"""

import zoneinfo

from django.db import migrations

from ogl_portal.german.dates import add_months


def turn_page_into_statement_page(apps, schema_editor):
    home_page = apps.get_model("pages", "HomePage")
    standard_page = apps.get_model("pages", "StandardPage")
    statement_page = apps.get_model("accessibility", "StatementPage")
    content_type = apps.get_model("contenttypes", "ContentType")
    page = apps.get_model("wagtailcore", "Page")
    database = schema_editor.connection.alias
    paths = list(home_page.objects.using(database).values_list("path", flat=True))
    old = next(
        (
            found
            for found in standard_page.objects.using(database).filter(slug="barrierefreiheit", depth=3, numchild=0)
            if found.path[:-4] in paths
        ),
        None,
    )
    if old is None:
        return
    # The manager of historical models knows neither get_for_model nor the cache of the real one.
    new_type, _ = content_type.objects.using(database).get_or_create(app_label="accessibility", model="statementpage")
    statement_page(page_ptr_id=old.pk, teaser=old.teaser).save_base(raw=True, using=database)
    standard_page.objects.using(database).filter(pk=old.pk)._raw_delete(database)
    page.objects.using(database).filter(pk=old.pk).update(content_type=new_type)
    for model in ("Revision", "PageLogEntry", "ReferenceIndex"):
        _retype(apps.get_model("wagtailcore", model), old, new_type, database)


def _retype(model, old, new_type, database):
    """Rows that name the specific type of the page."""
    key = "page_id" if model.__name__ == "PageLogEntry" else "object_id"
    rows = model.objects.using(database).filter(content_type_id=old.content_type_id, **{key: str(old.pk)})
    rows.update(content_type=new_type)


def move_reports_out_of_the_contact_inbox(apps, schema_editor):
    """Messages with the subject »Barriere melden« become reports; their period began when they came in."""
    message = apps.get_model("pages", "Message")
    report = apps.get_model("accessibility", "BarrierReport")
    for old in message.objects.filter(subject="barrier"):
        received = old.received_at
        new = report(
            receipt=old.receipt,
            received_at=received,
            due_on=add_months(_day(received), 1),
            page_path=old.page_url,
            text=old.text,
            email=old.email,
            state="answered" if old.answered_at else "new",
            answered_at=old.answered_at,
            closed_on=_day(old.answered_at) if old.answered_at else None,
        )
        new.save()
        old.delete()


def _day(moment):
    return moment.astimezone(zoneinfo.ZoneInfo("Europe/Berlin")).date()


class Migration(migrations.Migration):
    dependencies = [
        ("accessibility", "0001_initial"),
        ("pages", "0003_change_note"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(turn_page_into_statement_page, migrations.RunPython.noop),
        migrations.RunPython(move_reports_out_of_the_contact_inbox, migrations.RunPython.noop),
    ]
