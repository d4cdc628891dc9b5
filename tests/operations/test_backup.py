"""A backup holds the whole site, and brings it back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from ogl_portal.core.models import Topic
from ogl_portal.operations import backup
from tests.factories import NewsPageFactory, Portal


@pytest.fixture
def site(transactional_db: None) -> Portal:
    portal = Portal.build()
    NewsPageFactory(parent=portal.news, title="Bleibt »da«", slug="bleibt")
    # Many at once, as saving one would make the tab a space.
    Topic.objects.bulk_create([Topic(name="\\. und\tTabulator", slug="sonderzeichen")])
    return portal


@pytest.fixture
def stored(site: Portal) -> Iterator[Path]:
    """A result document in the private store."""
    path = Path(settings.PRIVATE_MEDIA_ROOT) / "originals" / "probe.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.7 probe")
    yield path
    path.unlink(missing_ok=True)


def test_what_is_lost_comes_back(site: Portal, stored: Path, tmp_path: Path) -> None:
    call_command("backup", str(tmp_path / "backup"))
    titles = sorted(page.title for page in site.news.get_children())
    site.news.get_children().delete()
    Topic.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_a_later_version (id int)")
    stored.unlink()
    later = stored.with_name("later.pdf")
    later.write_bytes(b"%PDF-1.7 later")

    call_command("restore", str(tmp_path / "backup"), "--replace")

    assert sorted(page.title for page in site.news.get_children()) == titles
    assert Topic.objects.get(slug="sonderzeichen").name == "\\. und\tTabulator"
    assert "of_a_later_version" not in connection.introspection.table_names()
    assert stored.read_bytes() == b"%PDF-1.7 probe"
    assert not later.exists()


def test_content_is_not_replaced_unasked(site: Portal, stored: Path, tmp_path: Path) -> None:
    call_command("backup", str(tmp_path / "backup"))
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(tmp_path / "backup"))
    assert site.news.get_children().exists()


def test_a_damaged_backup_changes_nothing(site: Portal, stored: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    call_command("backup", str(folder))
    (folder / "files" / "originals" / "probe.pdf").write_bytes(b"%PDF-1.7 other")
    with pytest.raises(CommandError, match=r"beschädigt: files/originals/probe\.pdf"):
        call_command("restore", str(folder), "--replace")
    assert site.news.get_children().exists()


def test_a_dump_that_fails_halfway_changes_nothing(
    site: Portal, stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backup"
    call_command("backup", str(folder))
    monkeypatch.setattr(backup, "_statements", lambda _: [b"CREATE TABLE half (id int);\n", b"nonsense;\n"])
    with pytest.raises(CommandError, match="wie vorher"):
        call_command("restore", str(folder), "--replace")
    assert site.news.get_children().exists()
    assert stored.exists()


def test_a_folder_in_use_is_left_alone(site: Portal, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(CommandError, match="nicht leer"):
        call_command("backup", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_backup_without_its_list_is_none(site: Portal, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(CommandError, match="keine vollständige Sicherung"):
        call_command("restore", str(tmp_path), "--replace")


def test_the_secret_key_stays_where_it_is(site: Portal, stored: Path, tmp_path: Path) -> None:
    call_command("backup", str(tmp_path / "backup"))
    listed = backup.check(tmp_path / "backup").files
    assert {path.split("/")[0] for path in listed} <= {"database.sql.gz", "media", "files"}
    assert "files/originals/probe.pdf" in listed
