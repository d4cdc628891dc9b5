from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("safety", "0002_rights"),
    ]

    operations = [
        migrations.AddField(
            model_name="binnedpage",
            name="neighbours",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="binnedpage",
            name="waiting",
            field=models.JSONField(default=list),
        ),
    ]
