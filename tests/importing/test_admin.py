"""Moving in from the admin: a preview first, then the work, with a report; only for those who may."""

import datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.models import NewsPage
from ogl_portal.importing.forgetting import DAYS_KEPT, forget
from ogl_portal.importing.models import ImportRun, RunKind, RunState
from ogl_portal.importing.wxr.fetch import SiteUploads
from ogl_portal.importing.wxr.tasks import resume
from ogl_portal.importing.wxr.uploads import FolderUploads
from tests.factories import AdminFactory, Portal, UserFactory
from tests.importing import export

XML = export.document(export.item(1, title="=Eins", content="Text") + export.attachments())


@pytest.fixture
def staff(client: Client, portal: Portal) -> Client:
    client.force_login(AdminFactory())
    return client


def bring(client: Client, xml: bytes = XML, **data: object) -> ImportRun:
    files = {"file": SimpleUploadedFile("alt.xml", xml), "uploads": SimpleUploadedFile("u.zip", export.uploads_zip())}
    client.post(reverse("import_wordpress"), {**files, **data})
    return ImportRun.objects.get()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests commit nothing, so what waits for that is done at once."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda work, **_: work())


@pytest.mark.django_db
class TestRun:
    def test_shows_first_and_takes_over_then(self, client: Client) -> None:
        Portal.build()
        client.force_login(AdminFactory())
        run = bring(client)
        assert run.state == RunState.PREVIEWED
        assert not NewsPage.objects.exists()
        page = client.get(reverse("import_run", args=[run.pk])).content.decode()
        assert "Das würde geschehen" in page
        assert "Die Datei fehlt" in page
        client.post(reverse("import_start", args=[run.pk]))
        run.refresh_from_db()
        assert run.state == RunState.DONE
        assert NewsPage.objects.count() == 1
        page = client.get(reverse("import_run", args=[run.pk]) + "?ergebnis=created").content.decode()
        assert "Das ist geschehen" in page
        assert "Die Datei fehlt" not in page
        report = b"".join(client.get(reverse("import_report", args=[run.pk]))).decode()  # type: ignore[arg-type]
        assert ";'=Eins;neu;" in report

    def test_tells_in_german_what_is_no_export(self, client: Client) -> None:
        Portal.build()
        client.force_login(AdminFactory())
        run = bring(client, b"<html></html>")
        assert run.state == RunState.FAILED
        assert "kein WordPress-Export" in client.get(reverse("import_run", args=[run.pk])).content.decode()

    def test_takes_up_what_was_cut_off(self, client: Client) -> None:
        Portal.build()
        client.force_login(AdminFactory())
        run = bring(client)
        ImportRun.objects.update(state=RunState.RUNNING, is_preview=False)
        assert resume() == 1
        run.refresh_from_db()
        assert run.state == RunState.DONE


@pytest.mark.django_db
def test_exports_are_forgotten_after_a_while() -> None:
    old = ImportRun.objects.create(kind=RunKind.WORDPRESS, original_name="alt.xml")
    old.file.save("alt.xml", ContentFile(b"<rss>"))
    place, name = old.file.storage, old.file.name
    forget(timezone.localdate() + datetime.timedelta(days=DAYS_KEPT))
    assert place.exists(name)
    forget(timezone.localdate() + datetime.timedelta(days=DAYS_KEPT + 1))
    assert not place.exists(name)
    assert not ImportRun.objects.exists()


class TestRights:
    def test_programme_staff_may(self, portal: Portal) -> None:
        user = UserFactory()
        user.groups.add(Group.objects.get(name="Programmteam"))
        assert user.has_perm("importing.add_importrun")

    def test_others_may_not_even_start(self, portal: Portal, client: Client) -> None:
        run = ImportRun.objects.create(kind=RunKind.WORDPRESS, state=RunState.PREVIEWED, original_name="x")
        client.force_login(UserFactory(is_staff=True))
        for name in ("import_run", "import_progress", "import_report"):
            assert client.get(reverse(name, args=[run.pk])).status_code == 302
        assert client.post(reverse("import_start", args=[run.pk])).status_code == 302
        run.refresh_from_db()
        assert run.state == RunState.PREVIEWED

    def test_work_begins_by_a_button_only(self, staff: Client) -> None:
        run = ImportRun.objects.create(kind=RunKind.WORDPRESS, state=RunState.PREVIEWED, original_name="x")
        assert staff.get(reverse("import_start", args=[run.pk])).status_code == 405


class TestCommand:
    def test_shows_and_takes_over(self, portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "alt.xml").write_bytes(XML)
        folder = tmp_path / "wp-content" / "uploads" / "2022" / "05"
        folder.mkdir(parents=True)
        (folder / "bild-0.png").write_bytes(export.picture())
        report = tmp_path / "bericht.csv"
        call_command("import_wxr", tmp_path / "alt.xml", "--uploads", tmp_path, "--dry-run", "--report", report)
        assert not NewsPage.objects.exists()
        call_command("import_wxr", tmp_path / "alt.xml", "--uploads", tmp_path)
        assert NewsPage.objects.count() == 1
        assert "Übernommen: 2 neu" in capsys.readouterr().out
        assert "=Eins" in report.read_text(encoding="utf-8-sig")


class TestFiles:
    def test_nothing_outside_the_folder_is_opened(self, tmp_path: Path) -> None:
        inside = tmp_path / "uploads"
        inside.mkdir()
        (tmp_path / "geheim.png").write_bytes(b"x")
        (inside / "verweis.png").symlink_to(tmp_path / "geheim.png")
        place = FolderUploads(inside)
        assert place.open("../geheim.png", "") is None
        assert place.open("verweis.png", "") is None

    @pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "[::1]", "[64:ff9b::7f00:1]", "localhost"])
    def test_addresses_inside_our_network_are_never_called(self, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
        def never(*arguments: object) -> None:
            raise AssertionError("somebody was called")

        monkeypatch.setattr("socket.create_connection", never)
        assert SiteUploads(f"http://{host}/").open("x.png", f"http://{host}/x.png") is None

    @pytest.mark.parametrize(
        "address",
        ["http://fremd.example/x.png", "file:///etc/passwd", "http://alt.example:8080/x", "http://u@alt.example/x", ""],
    )
    def test_only_the_exports_own_host_is_asked(self, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        def never(*arguments: object) -> str:
            raise AssertionError("somebody was called")

        monkeypatch.setattr("socket.create_connection", never)
        assert SiteUploads(export.BASE).open("x.png", address) is None
