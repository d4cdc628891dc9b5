from django.db import migrations


def write_occurrences(apps, schema_editor):
    """One occurrence for each event there is: none of them is a series yet."""
    event_page = apps.get_model("events", "EventPage")
    occurrence = apps.get_model("events", "EventOccurrence")
    for event in event_page.objects.only("start_date", "start_time", "end_date", "end_time", "start", "end").iterator():
        day = event.start_date
        occurrence.objects.create(
            event=event,
            day=day,
            start_date=day,
            start_time=event.start_time,
            end_date=event.end_date or day,
            end_time=event.end_time,
            start=event.start,
            end=event.end,
        )


class Migration(migrations.Migration):
    dependencies = [("events", "0003_series")]
    operations = [migrations.RunPython(write_occurrences, migrations.RunPython.noop)]
