"""Files of publications: which are public, and how they are handed out."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ogl_portal.web.serving import byte_range
from publications.models import FileState, PublicationPage
from tests.factories import AdminFactory, FileVersionFactory, Portal, PublicationPageFactory, UserFactory

CURRENT = "/ergebnisse/leitfaden/leitfaden.pdf"
CONTENT = b"%PDF-1.7 " + bytes(range(256))


@pytest.fixture
def publication(portal: Portal) -> PublicationPage:
    return PublicationPageFactory(parent=portal.publications, title="Leitfaden", slug="leitfaden")


def body(response: Any) -> bytes:
    return response.getvalue() if response.streaming else response.content


def test_the_current_file_is_the_newest_one_and_each_version_keeps_its_address(
    publication: PublicationPage, client: Client
) -> None:
    for number in (1, 2):
        FileVersionFactory(publication=publication, number=number, content=f"%PDF-1.7 v{number}".encode())
    assert body(client.get(CURRENT)) == b"%PDF-1.7 v2"
    assert body(client.get("/ergebnisse/leitfaden/leitfaden-v1.pdf")) == b"%PDF-1.7 v1"
    assert body(client.get("/ergebnisse/leitfaden/leitfaden-v2.pdf")) == b"%PDF-1.7 v2"


def test_a_withdrawn_version_is_gone_and_the_one_before_is_current_again(
    publication: PublicationPage, client: Client
) -> None:
    FileVersionFactory(publication=publication, number=1, content=b"%PDF-1.7 v1")
    FileVersionFactory(publication=publication, number=2, content=b"%PDF-1.7 v2", state=FileState.WITHDRAWN)
    response = client.get("/ergebnisse/leitfaden/leitfaden-v2.pdf")
    assert response.status_code == 410
    assert "zurückgezogen" in response.content.decode()
    assert body(client.get(CURRENT)) == b"%PDF-1.7 v1"


@pytest.mark.parametrize("state", [FileState.QUEUED, FileState.RUNNING, FileState.FAILED])
def test_what_has_not_passed_the_checks_cannot_be_reached(
    publication: PublicationPage, client: Client, state: str
) -> None:
    FileVersionFactory(publication=publication, state=state)
    for address in (CURRENT, "/ergebnisse/leitfaden/leitfaden-v1.pdf"):
        assert client.get(address).status_code == 404


def test_files_of_a_draft_cannot_be_reached(portal: Portal, client: Client) -> None:
    draft = PublicationPageFactory(parent=portal.publications, slug="leitfaden", live=False)
    FileVersionFactory(publication=draft)
    for address in (CURRENT, "/ergebnisse/leitfaden/leitfaden-v1.pdf"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/ergebnisse/leitfaden/bericht.pdf",
        "/ergebnisse/leitfaden/bericht-v1.pdf",
        "/ergebnisse/bericht/leitfaden.pdf",
        "/ergebnisse/leitfaden/leitfaden-v2.pdf",
        "/ergebnisse/leitfaden/leitfaden-v0.pdf",
        "/ergebnisse/leitfaden/leitfaden-v01.pdf",
        "/ergebnisse/leitfaden/leitfaden-v9999.pdf",
        "/leitfaden/leitfaden.pdf",
        "/ergebnisse/ergebnisse.pdf",
    ],
)
def test_another_address_leads_to_no_file(
    publication: PublicationPage, portal: Portal, client: Client, address: str
) -> None:
    FileVersionFactory(publication=publication)
    PublicationPageFactory(parent=portal.publications, slug="bericht")
    assert client.get(address).status_code == 404


def test_files_lie_nowhere_under_media(publication: PublicationPage, client: Client) -> None:
    version = FileVersionFactory(publication=publication)
    for file in (version.original, version.public_file):
        assert client.get(f"/media/{file.name}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_files_are_only_read(publication: PublicationPage, client: Client, method: str) -> None:
    FileVersionFactory(publication=publication)
    assert getattr(client, method)(CURRENT).status_code == 405


# --- how a file is handed out ---


def test_headers_keep_a_file_from_doing_anything(publication: PublicationPage, client: Client) -> None:
    FileVersionFactory(publication=publication)
    response = client.get(CURRENT)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-" not in policy
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"] == 'inline; filename="Leitfaden (Version 1).pdf"'
    assert response.headers["Accept-Ranges"] == "bytes"
    assert not response.cookies


def test_a_file_that_a_reader_already_has_is_not_sent_again(publication: PublicationPage, client: Client) -> None:
    version = FileVersionFactory(publication=publication)
    etag = client.get(CURRENT).headers["ETag"]
    assert etag == f'"{version.public_sha256}"'
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        response = client.get(CURRENT, headers={"if-none-match": known})
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["ETag"] == etag
    assert client.get(CURRENT, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_head_request_tells_the_size(publication: PublicationPage, client: Client) -> None:
    FileVersionFactory(publication=publication, content=CONTENT)
    response = client.head(CURRENT)
    assert response.status_code == 200
    assert response.headers["Content-Length"] == str(len(CONTENT))


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_byte_range_is_that_slice_of_the_file(publication: PublicationPage, client: Client, data: Any) -> None:
    if not publication.versions.exists():
        FileVersionFactory(publication=publication, content=CONTENT)
    size = len(CONTENT)
    first = data.draw(st.integers(0, size - 1))
    last = data.draw(st.integers(first, size + 50))
    header, start, expected = data.draw(
        st.sampled_from(
            [
                (f"bytes={first}-{last}", first, CONTENT[first : last + 1]),
                (f"bytes={first}-", first, CONTENT[first:]),
                (f"bytes=-{first + 1}", size - first - 1, CONTENT[-(first + 1) :]),
            ]
        )
    )
    response = client.get(CURRENT, headers={"range": header})
    assert response.status_code == 206
    assert body(response) == expected
    assert response.headers["Content-Range"] == f"bytes {start}-{start + len(expected) - 1}/{size}"
    assert response.headers["Content-Length"] == str(len(expected))


@pytest.mark.parametrize("header", ["bytes=9999-", "bytes=-0", "bytes=9999-10000"])
def test_a_range_beyond_the_end_is_refused_with_the_size(
    publication: PublicationPage, client: Client, header: str
) -> None:
    FileVersionFactory(publication=publication, content=CONTENT)
    response = client.get(CURRENT, headers={"range": header})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{len(CONTENT)}"


@pytest.mark.parametrize("header", ["bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "x"])
def test_a_range_that_is_none_is_ignored(publication: PublicationPage, client: Client, header: str) -> None:
    FileVersionFactory(publication=publication, content=CONTENT)
    response = client.get(CURRENT, headers={"range": header})
    assert response.status_code == 200
    assert body(response) == CONTENT


def test_a_range_of_another_version_gives_the_whole_file(publication: PublicationPage, client: Client) -> None:
    FileVersionFactory(publication=publication, content=CONTENT)
    headers = {"range": "bytes=0-9", "if-range": '"other"'}
    assert body(client.get(CURRENT, headers=headers)) == CONTENT


@given(st.text(max_size=20), st.integers(0, 1000))
def test_no_header_makes_the_range_reader_crash(header: str, size: int) -> None:
    span = byte_range(header, size)
    assert span is None or span == "unsatisfiable" or 0 <= span[0] <= span[1] < size


# --- the original ---


def test_the_original_is_for_staff_only(publication: PublicationPage, client: Client) -> None:
    version = FileVersionFactory(publication=publication)
    address = f"/admin/dateiversionen/{version.pk}/original/"
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code in (302, 403)
    client.force_login(AdminFactory())
    response = client.get(address)
    assert response.status_code == 200
    assert body(response).startswith(b"original of")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="original-')
    assert "no-store" in response.headers["Cache-Control"]
