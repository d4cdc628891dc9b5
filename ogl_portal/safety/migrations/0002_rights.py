"""The administration may delete for good what lies in the bin."""

from django.db import migrations


def give_right(apps, schema_editor):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="safety", model="binnedpage"
    )
    right, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="delete_binnedpage", defaults={"name": "Can delete Gelöschte Seite"}
    )
    apps.get_model("auth", "Group").objects.get_or_create(name="Administration")[0].permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("safety", "0001_initial"),
        ("editorial", "0003_create_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give_right, migrations.RunPython.noop)]
