"""Programme staff and publishers may take content over."""

from django.db import migrations

from ogl_portal.users.granting import grant


def give_rights(apps, schema_editor):
    for role in ("staff", "publishers", "administration"):
        grant(apps, role, ["importing.add_importrun"])


class Migration(migrations.Migration):
    dependencies = [("importing", "0002_initial"), ("editorial", "0003_create_roles")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
