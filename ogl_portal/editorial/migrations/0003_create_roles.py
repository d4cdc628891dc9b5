"""The four roles, the shared collections, the workflow »Vier-Augen-Freigabe«, and German names of the two roots.

Takes over what Wagtail makes by itself: its groups keep their members and get our names, its workflow keeps what is
waiting in it. On a site that has all this already nothing changes, except rights that were missing.
"""

from django.db import migrations

from ogl_portal.users.granting import (
    collection_below_root,
    grant,
    grant_on_collection,
    grant_on_pages,
    permission,
)

ROLES = {
    "lab_team": (
        "Lab-Team",
        "",
        "Vorlage für die Gruppen der einzelnen Labore; bitte niemanden selbst hier eintragen. Ein neues Laborteam "
        "erhält diese Rechte, dazu die Rechte an der Seite seines Labors und an seiner Sammlung.",
    ),
    "staff": (
        "Programmteam",
        "Editors",
        "Das Team des Programms: legt überall Seiten an und ändert sie, nimmt PDF-Dateien auf, pflegt Themen, "
        "Literatur, Weiterleitungen und Laborteams und beantwortet den Posteingang. Es reicht zur Freigabe ein und "
        "veröffentlicht nicht selbst.",
    ),
    "publishers": (
        "Freigabe",
        "Moderators",
        "Gibt frei, was andere einreichen, veröffentlicht, nimmt Seiten aus dem Netz und zieht PDF-Dateien zurück. "
        "Dazu kommt alles, was das Programmteam darf.",
    ),
    "administration": (
        "Administration",
        "",
        "Darf alles: dazu gehören Zugänge, Gruppen, Arbeitsabläufe und die Einstellungen des Portals. "
        "Zwei bis drei Personen genügen.",
    ),
}

ADMIN = ["wagtailadmin.access_admin"]
ALL = ("add", "change", "delete", "view")
STAFF = [
    *ADMIN,
    *[f"core.{action}_topic" for action in ALL],
    *[f"publications.{action}_literatureentry" for action in ALL],
    *[f"search.{action}_{model}" for model in ("synonyms", "bestbet") for action in ALL],
    *[f"wagtailredirects.{action}_redirect" for action in ALL],
    "search.view_searchedwords",
    "pages.view_message",
    "pages.change_message",
    "pages.delete_message",
    "teams.view_labteam",
    "teams.change_labteam",
    "teams.add_labteam",
]
PAGE_ACTIONS = {
    "staff": ("add", "change"),
    "publishers": ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    "administration": ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
}

ROOTS = (("wagtailcore", "Page", "title", "Alle Seiten"), ("wagtailcore", "Collection", "name", "Alle Sammlungen"))
SHARED, LABS = "Gemeinsam", "Labore"
OLD_WORKFLOW, WORKFLOW, TASK = "Moderators approval", "Vier-Augen-Freigabe", "Freigabe"


def create_roles(apps, schema_editor):
    groups = {key: _group(apps, key) for key in ROLES}
    grant(apps, "lab_team", ADMIN)
    grant(apps, "staff", STAFF)
    grant(apps, "publishers", STAFF)
    page_root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    collection_root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for key, actions in PAGE_ACTIONS.items():
        grant_on_pages(apps, groups[key], page_root, actions)
        grant_on_collection(apps, groups[key], collection_root, ("add", "change", "choose"))
    collection_below_root(apps, LABS)
    grant_on_collection(apps, groups["lab_team"], collection_below_root(apps, SHARED), ("choose",))
    create_workflow(apps, page_root, [groups["publishers"], groups["administration"]])


    rights = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for action in ("add", "change", "delete"):  # Wagtail keeps this right on collections, not among those of the model
        of_collections = permission(apps, f"wagtailcore.{action}_collection")
        rights.get_or_create(group=groups["administration"], collection=collection_root, permission=of_collections)


def name_roots(apps, schema_editor):
    """What Wagtail calls »Root«: above all pages and above all collections."""
    for app, model, field, name in ROOTS:
        roots = apps.get_model(app, model).objects.filter(depth=1, **{field: "Root"})
        roots.update(**{field: name}, **({"draft_title": name} if field == "title" else {}))


def _group(apps, key):
    name, old_name, description = ROLES[key]
    Group, Role = apps.get_model("auth", "Group"), apps.get_model("users", "Role")
    if role := Role.objects.filter(key=key).first():
        return role.group
    group = Group.objects.filter(name=name).first()
    if group is None and old_name and (group := Group.objects.filter(name=old_name).first()):
        group.name = name
        group.save(update_fields=["name"])
    group = group or Group.objects.create(name=name)
    Role.objects.update_or_create(group=group, defaults={"key": key, "description": description})
    return group


def create_workflow(apps, page_root, groups):
    def model(name):
        return apps.get_model("wagtailcore", name)

    FourEyesTask = apps.get_model("editorial", "FourEyesTask")
    if FourEyesTask.objects.exists():
        return
    permission(apps, "editorial.view_foureyestask")  # makes the content type, if it is not there yet
    content_type = apps.get_model("contenttypes", "ContentType").objects.get(app_label="editorial", model="foureyestask")
    task = FourEyesTask.objects.create(name=TASK, active=True, content_type=content_type)
    task.groups.set(groups)
    workflow = model("Workflow").objects.filter(name=OLD_WORKFLOW).first()
    if workflow is None:
        workflow = model("Workflow").objects.create(name=WORKFLOW, active=True)
    else:
        workflow.name = WORKFLOW
        workflow.save(update_fields=["name"])
    old_tasks = list(model("GroupApprovalTask").objects.filter(name=OLD_WORKFLOW))
    model("WorkflowTask").objects.filter(workflow=workflow).delete()
    model("WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    for old in old_tasks:
        model("TaskState").objects.filter(task_id=old.pk).update(task_id=task.pk)
        model("WorkflowTask").objects.filter(task_id=old.pk).delete()
        old.delete()
    model("WorkflowPage").objects.update_or_create(page=page_root, defaults={"workflow": workflow})


class Migration(migrations.Migration):
    dependencies = [("editorial", "0002_initial"), ("core", "0001_initial"), ("media", "0002_initial"), ("pages", "0002_initial"), ("publications", "0002_initial"), ("search", "0001_initial"), ("teams", "0001_initial"), ("users", "0001_initial"), ("wagtailadmin", "0006_formstate"), ("wagtailcore", "0098_apitoken"), ("wagtaildocs", "0014_alter_document_file_size"), ("wagtailimages", "0027_image_description"), ("wagtailredirects", "0008_add_verbose_name_plural"), ("contenttypes", "0002_remove_content_type_name"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.RunPython(create_roles, migrations.RunPython.noop),
        migrations.RunPython(name_roots, migrations.RunPython.noop),
    ]
