"""Give rights to the site's roles from a migration, over the migration's own model classes.

An app that adds a model with an admin of its own grants it in its own migration, which depends on
``("editorial", "0003_create_roles")``::

    def forwards(apps, schema_editor):
        grant(apps, "staff", ["accounts.view_invitation"])

The role »Administration« needs no such line: after every migration it is given all there is.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.management import create_permissions
from django.db.models import Model
from wagtail.models import Collection


def role_group(apps: Any, key: str) -> Any:
    """The group of one of the four roles, however it is called by now.

    Raises:
        Group.DoesNotExist: before ``0003_create_roles``, or where an administrator has deleted the group.
    """
    return apps.get_model("auth", "Group").objects.get(role__key=key)


def grant(apps: Any, role: str, permissions: Iterable[str]) -> None:
    """Add permissions (``"core.change_topic"``) to the group of ``role``; those it has stay as they are."""
    role_group(apps, role).permissions.add(*[permission(apps, name) for name in permissions])


def permission(apps: Any, name: str) -> Any:
    """The permission ``app.codename``. In a migration it may not be there yet: Django makes them at the end."""
    app_label, codename = name.split(".")
    permissions = apps.get_model("auth", "Permission").objects
    found = permissions.filter(content_type__app_label=app_label, codename=codename).first()
    if found is None:
        make_permissions(apps, app_label)
        found = permissions.get(content_type__app_label=app_label, codename=codename)
    return found


def make_permissions(apps: Any, app_label: str) -> None:
    """What Django does after the last migration, for one app and now."""
    config = apps.get_app_config(app_label)
    if getattr(config, "models_module", None):
        create_permissions(config, verbosity=0, apps=apps)
        return
    config.models_module = True  # a migration's stand-in for an app has none, and would be taken for one without models
    create_permissions(config, verbosity=0, apps=apps)
    config.models_module = None


def grant_on_pages(apps: Any, group: Any, page: Any, actions: Iterable[str]) -> None:
    """Let ``group`` do ``actions`` (``"add"``, ``"change"``, …) on ``page`` and all below it."""
    model = apps.get_model("wagtailcore", "GroupPagePermission")
    for action in actions:
        model.objects.get_or_create(group=group, page=page, permission=permission(apps, f"wagtailcore.{action}_page"))


def grant_on_collection(apps: Any, group: Any, collection: Any, actions: Iterable[str]) -> None:
    """Let ``group`` do ``actions`` (``"add"``, ``"change"``, ``"choose"``) with what is in ``collection``."""
    model = apps.get_model("wagtailcore", "GroupCollectionPermission")
    for action in actions:
        for name in (f"wagtailimages.{action}_image", f"wagtaildocs.{action}_document"):
            model.objects.get_or_create(group=group, collection=collection, permission=permission(apps, name))


def collection_below_root(apps: Any, name: str) -> Model:
    """The collection of that name right below the root; made if there is none.

    Tree methods are missing on a migration's models, so the path is worked out as treebeard does it.
    """
    collections = apps.get_model("wagtailcore", "Collection").objects
    root = collections.get(depth=1)
    below = collections.filter(depth=2, path__startswith=root.path)
    if found := below.filter(name=name).first():
        return found
    last = below.order_by("path").last()
    step = Collection._str2int(last.path[-Collection.steplen :]) + 1 if last else 1
    made = collections.create(name=name, depth=2, path=Collection._get_path(root.path, 2, step), numchild=0)
    collections.filter(pk=root.pk).update(numchild=below.count())
    return made
