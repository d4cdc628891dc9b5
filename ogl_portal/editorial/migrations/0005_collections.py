"""The administration looks after collections.

Wagtail keeps that right on collections themselves, not among the permissions of the model.
"""

from django.db import migrations

from ogl_portal.users.granting import permission


def grant_collections(apps, schema_editor):
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    rights = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for group in apps.get_model("auth", "Group").objects.filter(role__key="administration"):
        for action in ("add", "change", "delete"):
            name = f"wagtailcore.{action}_collection"
            rights.get_or_create(group=group, collection=root, permission=permission(apps, name))


class Migration(migrations.Migration):
    dependencies = [("editorial", "0004_reviews"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(grant_collections, migrations.RunPython.noop)]
