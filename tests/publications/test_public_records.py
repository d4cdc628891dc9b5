"""The public file says what the entry says, also after staff have corrected it, and nothing else of it changes."""

import hashlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files import File
from django.core.files.storage import storages
from django.test import Client, RequestFactory
from wagtail.models import PageLogEntry

from publications import pipeline, public_records, tasks
from publications.log import REWRITTEN
from publications.models import FileState, FileVersion, PublicationPage
from publications.serving import serve_pdf
from publications.upload import add_version
from tests.factories import Portal, PublicationPageFactory
from tests.publications.pdf.factory import Document, Heading, Paragraph, build


@pytest.fixture
def publication(portal: Portal) -> PublicationPage:
    return PublicationPageFactory(parent=portal.publications, title="Guide", slug="leitfaden", language="en")


def processed(publication: PublicationPage, folder: Path, text: str = "Ein Absatz.") -> FileVersion:
    source = build(
        Document([[Heading("Titel"), Paragraph(text)]], language="en-US", info={"/Author": "ab12345"}),
        folder / "source.pdf",
    )
    with source.open("rb") as file:
        version = add_version(publication, File(file, name="a.pdf"), filename="a.pdf")
    pipeline.run(version.pk)
    version.refresh_from_db()
    assert version.state == FileState.READY, version.error
    return version


def corrected(publication: PublicationPage, commits: Any, **values: str) -> None:
    """What staff do: change the entry and publish it."""
    for name, value in values.items():
        setattr(publication, name, value)
    with commits(execute=True):
        publication.save_revision().publish()


def said_by(version: FileVersion) -> tuple[str, str, str]:
    """Language, title and licence in the public file."""
    with version.public_file.open("rb") as file, pikepdf.open(file) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode()
        licence = "by-sa" if "licenses/by-sa/4.0" in packet else ""
        return str(pdf.Root.Lang), str(pdf.docinfo["/Title"]), licence


def bytes_of(version: FileVersion) -> bytes:
    with version.public_file.open("rb") as file:
        return file.read()


def test_a_correction_reaches_the_public_file_and_nothing_else_changes(
    publication: PublicationPage, tmp_path: Path, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    version = processed(publication, tmp_path)
    assert said_by(version) == ("en-US", "Guide", "")
    old_name, old_checksum = version.public_file.name, version.public_sha256
    kept = ("number", "state", "page_count", "text_characters", "processed_at", "original_sha256", "summary", "covers")
    before = [getattr(version, name) for name in kept]

    corrected(publication, django_capture_on_commit_callbacks, title="Leitfaden", language="de", licence="cc-by-sa-4.0")
    version.refresh_from_db()
    assert said_by(version) == ("de", "Leitfaden", "by-sa")
    assert [getattr(version, name) for name in kept] == before
    assert version.accessibility["conforms"] is True

    content = bytes_of(version)
    assert version.public_sha256 == hashlib.sha256(content).hexdigest() != old_checksum
    assert version.public_size == len(content)
    assert b"ab12345" not in content
    response = client.get("/ergebnisse/leitfaden/leitfaden.pdf")
    assert (response["ETag"], b"".join(response)) == (f'"{version.public_sha256}"', content)
    assert not storages["private"].exists(old_name)
    entry = PageLogEntry.objects.get(action=REWRITTEN)
    assert (entry.data["number"], entry.data["sha256"]) == (1, version.public_sha256)


def test_the_same_record_gives_the_same_bytes_again(
    publication: PublicationPage, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    version = processed(publication, tmp_path)
    first = bytes_of(version)
    corrected(publication, django_capture_on_commit_callbacks, language="de")
    corrected(publication, django_capture_on_commit_callbacks, language="en")
    version.refresh_from_db()
    assert bytes_of(version) == first


def test_publishing_without_a_correction_leaves_the_file_alone(
    publication: PublicationPage, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    version = processed(publication, tmp_path)
    corrected(publication, django_capture_on_commit_callbacks, abstract="<p>Neu</p>")
    before = version.public_file.name
    version.refresh_from_db()
    assert version.public_file.name == before
    assert not PageLogEntry.objects.filter(action=REWRITTEN).exists()


def test_earlier_versions_say_it_too_and_withdrawn_ones_stay(
    publication: PublicationPage, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    versions = [processed(publication, tmp_path, text) for text in ("Eins.", "Zwei.", "Drei.")]
    FileVersion.objects.filter(pk=versions[0].pk).update(state=FileState.WITHDRAWN)
    corrected(publication, django_capture_on_commit_callbacks, language="de")
    assert [said_by(FileVersion.objects.get(pk=version.pk))[0] for version in versions] == ["en-US", "de", "de"]


def test_the_daily_job_takes_up_what_was_never_noted_without_changing_right_bytes(
    publication: PublicationPage, tmp_path: Path
) -> None:
    version = processed(publication, tmp_path)
    FileVersion.objects.update(recorded={})
    assert tasks.queue_outdated() == 1
    before = (version.public_file.name, version.public_sha256)
    version.refresh_from_db()
    assert (version.public_file.name, version.public_sha256) == before
    assert not PageLogEntry.objects.filter(action=REWRITTEN).exists()
    assert tasks.queue_outdated() == 0


def test_a_change_that_nobody_published_is_found_by_the_daily_duty(
    publication: PublicationPage, tmp_path: Path
) -> None:
    version = processed(publication, tmp_path)
    PublicationPage.objects.filter(pk=publication.pk).update(language="de")
    assert tasks.queue_outdated() == 1
    version.refresh_from_db()
    assert said_by(version)[0] == "de"


def test_a_file_that_cannot_be_made_anew_stays_as_it_is(
    publication: PublicationPage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    version = processed(publication, tmp_path)
    PublicationPage.objects.filter(pk=publication.pk).update(language="de")
    with Path(version.original.path).open("wb") as file:
        file.write(b"%PDF-1.7 broken")
    assert public_records.rewrite(version.pk) is False
    assert "could not be made anew" in caplog.text
    before = (version.public_file.name, version.public_sha256)
    version.refresh_from_db()
    assert (version.public_file.name, version.public_sha256) == before
    assert said_by(version)[0] == "en-US"


def test_a_reader_who_comes_at_that_moment_gets_the_new_bytes(
    publication: PublicationPage,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    seen_before = processed(publication, tmp_path)
    corrected(publication, django_capture_on_commit_callbacks, language="de")
    now = FileVersion.objects.get(pk=seen_before.pk)
    assert not storages["private"].exists(seen_before.public_file.name)
    response = serve_pdf(RequestFactory().get("/"), seen_before)
    assert (response["ETag"], b"".join(response)) == (f'"{now.public_sha256}"', bytes_of(now))
    response.close()


def test_a_record_that_changes_while_the_file_is_worked_on_is_caught_up_with(
    publication: PublicationPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    original = pipeline.process

    def process(*args: Any, **kwargs: Any) -> Any:
        PublicationPage.objects.filter(pk=publication.pk).update(language="de")
        return original(*args, **kwargs)

    monkeypatch.setattr(pipeline, "process", process)
    with django_capture_on_commit_callbacks(execute=True):
        processed(publication, tmp_path)
    assert said_by(publication.versions.get())[0] == "de"
