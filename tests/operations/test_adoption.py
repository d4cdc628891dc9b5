"""A database from before 0.9 comes over as it is; made here by giving tables and rows their former names."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from ogl_portal.jobs.models import JobRun
from ogl_portal.operations.adoption import LAST_BEFORE, MOVED, SQUASHED, TooOldError, adopt
from ogl_portal.users.models import User
from tests.factories import AdminFactory, Portal


@pytest.fixture
def before(portal: Portal) -> User:
    """An account, in a database as a version before 0.9 has left it."""
    admin = AdminFactory(username="mara")
    JobRun.objects.create(name="core.clean_uploads")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for app, model, new_app, new_model in MOVED:
            cursor.execute(f'ALTER TABLE "{new_app}_{new_model}" RENAME TO "{app}_{model}"')
            cursor.execute(f'ALTER SEQUENCE IF EXISTS "{new_app}_{new_model}_id_seq" RENAME TO "{app}_{model}_id_seq"')
            Permission.objects.filter(codename="delete_trashedpage").update(codename="delete_binnedpage")
            ContentType.objects.filter(app_label=new_app, model=new_model).update(app_label=app, model=model)
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app__in=SQUASHED).delete()
    for app, name in LAST_BEFORE:
        recorder.record_applied(app, name)
    return admin


def test_it_comes_over_with_everything_in_it_and_owes_only_later_migrations(before: User) -> None:
    assert adopt()
    assert User.objects.get(username="mara").pk == before.pk
    assert JobRun.objects.get().name == "media.clean_uploads"
    assert ContentType.objects.get(app_label="media", model="portalimage").model_class() is not None
    assert Permission.objects.filter(codename="delete_trashedpage").exists()
    assert not ContentType.objects.filter(app_label="core", model="portalimage").exists()
    executor = MigrationExecutor(connection)
    owed = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    assert all(int(migration.name[:4]) > SQUASHED[migration.app_label] for migration in owed)
    User.objects.create_user(username="neu")  # its number comes from the renamed sequence


def test_a_second_start_and_a_new_site_have_nothing_to_take_over(before: User) -> None:
    assert adopt()
    assert not adopt()


def test_an_older_database_is_refused_and_stays_as_it_is(before: User) -> None:
    MigrationRecorder(connection).migration_qs.filter(name="0015_no_avatars").delete()
    with pytest.raises(TooOldError, match=r"editorial\.0015_no_avatars"):
        adopt()
    assert "editorial_user" in connection.introspection.table_names()
