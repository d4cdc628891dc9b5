"""Publishers may do all that programme staff may, so they may take content over, too."""

from django.db import migrations

from ogl_portal.users.granting import permission


def give_right(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(role__key="publishers"):
        group.permissions.add(permission(apps, "importing.add_importrun"))


class Migration(migrations.Migration):
    dependencies = [("importing", "0002_rights")]

    operations = [migrations.RunPython(give_right, migrations.RunPython.noop)]
