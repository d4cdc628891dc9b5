"""Those who run the programme see how many subscribe, delete an address on request, and switch the form off."""

from django.db import migrations

from ogl_portal.users.granting import grant

RIGHTS = [
    "subscriptions.view_subscription",
    "subscriptions.delete_subscription",
    "subscriptions.change_subscriptionsettings",
]


def give_rights(apps, schema_editor):
    for role in ("staff", "publishers"):
        grant(apps, role, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("subscriptions", "0001_initial"), ("editorial", "0003_create_roles")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
