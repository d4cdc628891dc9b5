"""Those who run the programme answer reports, record faults and approve the statement."""

from django.db import migrations

from ogl_portal.users.granting import grant

RIGHTS = [
    "accessibility.view_barrierreport",
    "accessibility.change_barrierreport",
    "accessibility.add_recordedfault",
    "accessibility.change_recordedfault",
    "accessibility.delete_recordedfault",
    "accessibility.approve_statement",
    "accessibility.change_accessibilitysettings",
]


def give_rights(apps, schema_editor):
    for role in ("staff", "publishers"):
        grant(apps, role, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("accessibility", "0002_initial"), ("editorial", "0003_create_roles")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
