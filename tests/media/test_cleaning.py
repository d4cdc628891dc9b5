"""What old uploads tell is taken out once, however often the job runs."""

import datetime
import io
import re
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Collection

from ogl_portal.jobs import scheduled
from ogl_portal.media import cleaning, document_files
from ogl_portal.media.models import PortalDocument, PortalImage
from ogl_portal.uploads import picture_metadata
from tests.factories import DocumentFactory, ImageFactory
from tests.uploads.office_files import WHO, tracked_docx
from tests.uploads.photos import NAME, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> PortalImage:
    """A picture as sites stored it before anything was cleaned."""
    with monkeypatch.context() as patch:
        patch.setattr(picture_metadata, "cleaned", lambda data: data)
        image = PortalImage(title="Ein Bild", collection=Collection.get_first_root_node())
        image.file.save("aufnahme.jpg", ContentFile(photo("JPEG", orientation=6)))
        image._set_image_file_metadata()
        image.save()
    PortalImage.objects.filter(pk=image.pk).update(recipe=0, author_in_file="")
    image.refresh_from_db()
    return image


def test_an_old_original_is_cleaned_and_its_renditions_are_made_anew(
    old: PortalImage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before, hash_before = Path(old.file.path), old.file_hash
    rendition = Path(old.get_rendition("width-100").file.path)
    assert NAME in before.read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        assert cleaning.clean_pictures() == cleaning.Cleaned(seen=1, changed=1)
    image = PortalImage.objects.get(pk=old.pk)
    after = Path(image.file.path).read_bytes()
    assert NAME not in after
    assert (image.author_in_file, image.recipe) == (NAME.decode(), picture_metadata.RECIPE)
    assert (image.width, image.height) == (old.width, old.height)
    assert image.file_size == len(after)
    assert image.file_hash != hash_before
    assert not before.exists(), "the file with the metadata is gone"
    assert not rendition.exists()
    assert (image.get_rendition("width-100").width, image.get_rendition("width-100").height) == (100, 150)


def test_a_second_run_has_nothing_to_do(old: PortalImage) -> None:
    cleaning.clean_pictures()
    name = PortalImage.objects.get(pk=old.pk).file.name
    assert cleaning.clean_pictures() == cleaning.Cleaned()
    assert PortalImage.objects.get(pk=old.pk).file.name == name


def test_a_clean_picture_with_a_short_name_keeps_its_file_and_renditions() -> None:
    image = ImageFactory(file__filename="haus.jpg")
    PortalImage.objects.update(recipe=0)
    rendition = image.get_rendition("width-100")
    assert cleaning.clean_pictures() == cleaning.Cleaned(seen=1)
    assert PortalImage.objects.get().file.name == image.file.name
    assert image.renditions.get() == rendition


def test_a_long_name_of_old_gets_its_random_part_first() -> None:
    image = ImageFactory()
    old = f"original_images/{'a' * 50}-abcdefgh12345678.png"
    Path(image.file.path).rename(Path(settings.MEDIA_ROOT, old))
    PortalImage.objects.update(recipe=0, file=old)
    cleaning.clean_pictures()
    assert re.match(r"original_images/[a-z0-9]{16}-aaa", PortalImage.objects.get().file.name)


def test_what_cannot_be_read_stops_nobody_and_shows_nothing(
    old: PortalImage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    lost, rubbish = ImageFactory(), ImageFactory()
    PortalImage.objects.update(recipe=0)
    rendition = Path(rubbish.get_rendition("width-100").file.path)
    Path(lost.file.path).unlink()
    Path(rubbish.file.path).write_bytes(b"rubbish")
    with django_capture_on_commit_callbacks(execute=True):
        assert cleaning.clean_pictures() == cleaning.Cleaned(seen=3, changed=1, failed=2)
    assert not rendition.exists(), "nobody knows what it tells"
    assert set(PortalImage.objects.filter(recipe=0)) == {lost, rubbish}


def test_full_sizes_leave_the_public_folder(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    image = ImageFactory()
    rendition = image.get_rendition("original")
    public = Path(settings.MEDIA_ROOT, "images", "public.original.png")
    public.parent.mkdir(exist_ok=True)
    Path(rendition.file.path).rename(public)
    image.renditions.update(file="images/public.original.png")
    assert client.get("/media/images/public.original.png").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        cleaning.clean_pictures()
    assert client.get("/media/images/public.original.png").status_code == 404


def test_the_job_and_the_command_do_it(old: PortalImage, capsys: pytest.CaptureFixture[str]) -> None:
    assert "media.clean_uploads" in {job.name for job in scheduled.registered()}
    cleaning.clean_daily(datetime.date(2026, 11, 28))
    assert PortalImage.objects.get().recipe == picture_metadata.RECIPE
    PortalImage.objects.update(recipe=0)
    call_command("clean_uploads")
    assert "pictures: 1 seen, 0 changed, 0 failed" in capsys.readouterr().out


# --- Documents ---------------------------------------------------------------------------


@pytest.fixture
def protocol(monkeypatch: pytest.MonkeyPatch) -> PortalDocument:
    """A document as sites stored it before."""
    with monkeypatch.context() as patch:
        patch.setattr(document_files, "_cleaners", {})
        document = PortalDocument(title="Protokoll", collection=Collection.get_first_root_node())
        document.file.save("protokoll.docx", ContentFile(tracked_docx()))
    return document


def test_an_old_document_is_cleaned_under_its_old_address(
    protocol: PortalDocument, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    address, before = protocol.url, Path(protocol.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        assert cleaning.clean_documents() == cleaning.Cleaned(seen=1, changed=1)
    document = PortalDocument.objects.get()
    assert document.url == address
    assert document.told["changes"] == 3
    assert document.file_size == Path(document.file.path).stat().st_size
    assert not before.exists()
    with zipfile.ZipFile(io.BytesIO(b"".join(client.get(address).streaming_content))) as archive:  # type: ignore[attr-defined]
        assert WHO not in archive.read("docProps/core.xml").decode()
    assert cleaning.clean_documents() == cleaning.Cleaned()


def test_a_document_that_cannot_be_cleaned_stays_public(protocol: PortalDocument, client: Client) -> None:
    Path(protocol.file.path).write_bytes(b"PK rubbish")
    assert cleaning.clean_documents() == cleaning.Cleaned(seen=1, failed=1)
    assert client.get(protocol.url).status_code == 200


def test_documents_of_formats_that_nobody_knows_are_left_alone() -> None:
    DocumentFactory()
    assert cleaning.clean_documents() == cleaning.Cleaned()
