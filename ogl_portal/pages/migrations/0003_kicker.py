from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_initial")]

    operations = [
        migrations.AddField(
            "homepage",
            "kicker",
            models.CharField(
                blank=True,
                default="Bundesprogramm 2020–2022",
                max_length=120,
                verbose_name="Zeile über dem Leitsatz",
            ),
        ),
    ]
