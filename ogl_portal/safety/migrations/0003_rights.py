"""The administration may delete for good what lies in the bin; the database takes no public page in it.

The right is given here since Django makes no other of the model (``default_permissions``).
"""

from django.db import migrations

from ogl_portal.users.granting import grant


def give_right(apps, schema_editor):
    grant(apps, "administration", ["safety.delete_trashedpage"])


class Migration(migrations.Migration):
    dependencies = [("safety", "0002_initial"), ("editorial", "0003_create_roles")]

    operations = [migrations.RunPython(give_right, migrations.RunPython.noop)]
