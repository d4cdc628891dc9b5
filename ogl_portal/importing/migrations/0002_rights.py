"""Programme staff and administration may take content over.

Rights are normally made after all migrations; that which is given here is made a little earlier, under the same name.
"""

from django.db import migrations

GROUPS = ("Programmteam", "Administration")


def give_rights(apps, schema_editor):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="importing", model="importrun"
    )
    right, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="add_importrun", defaults={"name": "Can add Übernahme"}
    )
    for name in GROUPS:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)[0].permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("importing", "0001_initial"),
        ("editorial", "0003_create_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
