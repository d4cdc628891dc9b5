"""Take over a database from before version 0.9, in which several tables belonged to other apps.

Nothing is copied: tables, sequences and content types get their present names, and the squashed migrations are noted
as applied. All in one transaction, so a start that is killed here begins anew. May go when no such site is left.
"""

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# App and model before, app and model now; the table is named after both.
MOVED = (
    ("core", "portalimage", "media", "portalimage"),
    ("core", "portalrendition", "media", "portalrendition"),
    ("core", "portaldocument", "media", "portaldocument"),
    ("core", "ratecount", "web", "ratecount"),
    ("core", "dutyrun", "jobs", "jobrun"),
    ("editorial", "user_groups", "users", "user_groups"),
    ("editorial", "user_user_permissions", "users", "user_user_permissions"),
    ("editorial", "user", "users", "user"),
    ("editorial", "role", "users", "role"),
    ("editorial", "labteam", "teams", "labteam"),
    ("programme", "loadedobject", "sync", "loadedobject"),
    ("safety", "binnedpage", "safety", "trashedpage"),
)
RENAMED_JOBS = (("core.clean_uploads", "media.clean_uploads"), ("core.forget_rates", "web.forget_rates"))
RENAMED_TASKS = (
    ("ogl_portal.core.tasks.make_pictures", "ogl_portal.media.tasks.make_pictures"),
    ("ogl_portal.importing.tasks.take_over", "ogl_portal.importing.wxr.tasks.take_over"),
)
# The last migrations of the version before: what came earlier can be told from them.
LAST_BEFORE = {
    ("core", "0014_withdrawn_versions"),
    ("editorial", "0015_no_avatars"),
    ("publications", "0011_put_back"),
    ("safety", "0005_public_is_never_in_the_bin"),
    ("search", "0008_staff_search"),
}
# The migrations that stand for all before 0.9, by app; what follows them is applied as usual.
SQUASHED = {
    "accessibility": 3,
    "core": 2,
    "editorial": 3,
    "events": 2,
    "importing": 3,
    "inbox": 2,
    "jobs": 1,
    "labs": 1,
    "legal": 1,
    "links": 1,
    "mail": 1,
    "media": 2,
    "news": 1,
    "pages": 2,
    "publications": 2,
    "redirects": 2,
    "safety": 4,
    "search": 2,
    "staff_mail": 2,
    "statistics": 1,
    "subscriptions": 2,
    "sync": 1,
    "teams": 1,
    "typed_text": 1,
    "users": 1,
    "web": 1,
}


class TooOldError(Exception):
    """The database has not been through the last version before 0.9."""


def adopt(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Bring a database of a version before 0.9 under the present names; False where it is none.

    Raises:
        TooOldError: it lacks migrations of the last version before. Nothing was changed.
    """
    connection = connections[using]
    if "editorial_user" not in connection.introspection.table_names():
        return False
    recorder = MigrationRecorder(connection)
    if missing := LAST_BEFORE - set(recorder.applied_migrations()):
        named = ", ".join(".".join(migration) for migration in sorted(missing))
        raise TooOldError(
            f"This database is older than the last version before 0.9 (it lacks {named}). Nothing was changed. Start "
            "that version once, then this one."
        )
    disk = MigrationLoader(None).disk_migrations
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for app, model, new_app, new_model in MOVED:
            old, new = f"{app}_{model}", f"{new_app}_{new_model}"
            cursor.execute(f'ALTER TABLE "{old}" RENAME TO "{new}"')
            cursor.execute(f'ALTER SEQUENCE IF EXISTS "{old}_id_seq" RENAME TO "{new}_id_seq"')
            cursor.execute(
                "UPDATE django_content_type SET app_label = %s, model = %s WHERE app_label = %s AND model = %s",
                [new_app, new_model, app, model],
            )
            cursor.execute(
                "UPDATE auth_permission SET codename = replace(codename, %s, %s) FROM django_content_type kind"
                " WHERE kind.id = content_type_id AND kind.app_label = %s AND kind.model = %s",
                [f"_{model}", f"_{new_model}", new_app, new_model],
            )
        for old, new in RENAMED_JOBS:
            cursor.execute("UPDATE jobs_jobrun SET name = %s WHERE name = %s", [new, old])
        for old, new in RENAMED_TASKS:
            cursor.execute(
                "UPDATE django_tasks_database_dbtaskresult SET task_path = %s WHERE task_path = %s", [new, old]
            )
        recorder.migration_qs.filter(app__in=[*SQUASHED, "programme"]).delete()
        for app, name in sorted(disk):
            if app in SQUASHED and int(name[:4]) <= SQUASHED[app]:
                recorder.record_applied(app, name)
    return True
