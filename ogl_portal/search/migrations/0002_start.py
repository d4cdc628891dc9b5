"""Rows that are there from the start, and storage that keeps what queries scan apart from what they rarely read."""

from django.db import migrations

SYNONYMS = [
    "OGP, Open Government Partnership",
    "OGL, ROGL, Open Government Labor",
    "BMI, Bundesministerium des Innern",
    "NAP, Nationaler Aktionsplan",
    "SDG, Nachhaltigkeitsziel",
    "Umfrage, Befragung",
    "Verkehr, Mobilität",
    "Senioren, Seniorinnen, ältere Menschen",
    "Kontakt, Ansprechpartner, Ansprechperson",
    "Film, Video",
]

COLUMNS = ("labs", "topics", "laender", "title_key", "kind")


def add_rows(apps, schema_editor):
    apps.get_model("search", "SearchState").objects.get_or_create(pk=1, defaults={"current": 1})
    model = apps.get_model("search", "Synonyms")
    model.objects.bulk_create([model(words=words) for words in SYNONYMS])


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("wagtailsearch", "0010_add_text_fields")]

    operations = [
        # Rows of more than this many bytes keep their vector and text out of line: filters and counts then read a
        # narrow table (measured: 4 times as fast for a word that is everywhere).
        migrations.RunSQL(
            "ALTER TABLE search_searchentry SET (toast_tuple_target = 128);"
            "ALTER TABLE search_searchpassage SET (toast_tuple_target = 128);",
            migrations.RunSQL.noop,
        ),
        # Columns that every search reads never lie out of line, whatever else is in the row.
        migrations.RunSQL(
            [f"ALTER TABLE search_searchentry ALTER COLUMN {column} SET STORAGE PLAIN" for column in COLUMNS],
            migrations.RunSQL.noop,
        ),
        # Staff find any part of a name by its trigrams. The table is Wagtail's; its columns hold what search.staff writes.
        migrations.RunSQL(
            "CREATE INDEX search_staff_names ON wagtailsearch_indexentry USING gin (title_text gin_trgm_ops)",
            "DROP INDEX search_staff_names",
        ),
        migrations.RunPython(add_rows, migrations.RunPython.noop),
    ]
