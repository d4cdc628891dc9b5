"""Columns that every search reads never lie out of line, whatever else is in the row."""

from django.db import migrations

COLUMNS = ("labs", "topics", "laender", "title_key", "kind")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_start")]

    operations = [
        migrations.RunSQL(
            [f"ALTER TABLE search_searchentry ALTER COLUMN {column} SET STORAGE PLAIN" for column in COLUMNS],
            migrations.RunSQL.noop,
        ),
    ]
