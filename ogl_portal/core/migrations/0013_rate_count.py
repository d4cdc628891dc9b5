from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0012_bin_of_files")]

    operations = [
        migrations.CreateModel(
            name="RateCount",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={"verbose_name": "Zählung", "verbose_name_plural": "Zählungen"},
        ),
    ]
