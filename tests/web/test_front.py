"""What reaches Django, and what does not: over the sockets of a real web server."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from ogl_portal.web.front import SMALL
from tests.database import TestServer
from tests.factories import AdminFactory, ImageFactory, UserFactory
from tests.web.served import Served, reply, web_server

FORM = "Content-Type: application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Site(Served):
    original: str  # path below /media/
    full_size: str  # what the edit page of a picture makes
    rendition: str
    staff: str  # header with the session of somebody who may use the admin
    person: str  # of somebody who may not


@pytest.fixture(scope="module")
def site(database_server: TestServer, django_db_setup: None, django_db_blocker) -> Iterator[Site]:
    name = f"{database_server.copy_name}_front"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        for key, value in {"OGL_WORKERS": "1", "OGL_THREADS": "2", "OGL_BODY_SECONDS": "2"}.items():
            patch.setenv(key, value)
        database_server.copy(database_server.migrated_template(), name)
        database_server.point_django_at(name)
        image = ImageFactory()
        full_size, rendition = (image.get_rendition(kind).file.name for kind in ("original", "max-100x100|format-webp"))
        sessions = [_session(user) for user in (AdminFactory(), UserFactory())]
        connection.close()
        with web_server() as served:
            yield Site(served.port, image.file.name, full_size, rendition, *sessions)
        database_server.point_django_at(database_server.copy_name)
        database_server.drop(name)


def _session(user: object) -> str:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return f"Cookie: {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def spellings(original: str) -> list[str]:
    """Ways to write the path of an original so that it begins like that of a rendition, or like none."""
    name = quote(Path(original).name)
    folder = "original_images"
    ways = [
        f"images/..%2f{folder}/",
        f"images/%2e%2e/{folder}/",
        f"images/%2e%2e%2f{folder}%2f",
        f"images/%252e%252e%252f{folder}/",
        f"images/..%5c{folder}%5c",
        f"images/..\\{folder}\\",
        f"/images/..//{folder}//",
        f"./images/./../{folder}/./",
        f"images/%00/../../{folder}/",
        f"{folder.upper()}/",
        f"{folder}./",
        f"{folder}%20/",
        "%6friginal_images/",
        f"images/%c0%ae%c0%ae/{folder}/",
        f"images/..;/{folder}/",
    ]
    return [f"/media/{way}{name}" for way in ways] + [f"/media/{original}{end}" for end in ("", ".", "%20", "%00", "/")]


def test_originals_are_not_public_however_they_are_spelled(site: Site) -> None:
    assert site.ask("GET", f"/media/{site.rendition}").status == 200
    whole = Path(settings.MEDIA_ROOT, site.original).read_bytes()
    for original in (site.original, site.full_size):
        for target in spellings(original):
            answer = site.ask("GET", target)
            assert answer.status in (400, 404), target
            assert whole[:200] not in answer.body, target


def test_files_come_whole_and_in_parts(site: Site) -> None:
    whole = Path(settings.MEDIA_ROOT, site.rendition).read_bytes()
    target = f"/media/{site.rendition}"
    assert site.ask("GET", target).body == whole
    part = site.ask("GET", target, "Range: bytes=3-9")
    assert (part.status, part.body) == (206, whole[3:10])
    assert site.ask("HEAD", target).body == b""
    assert f"content-length: {len(whole)}" in site.ask("HEAD", target).head.lower()
    assert site.ask("GET", "/static/js/admin-upload.js").status == 200


def test_a_header_with_an_underscore_speaks_for_nobody(site: Site) -> None:
    assert site.ask("GET", "/health/live/").status == 200
    for name in ("X_Forwarded_For", "X-Forwarded_For", "x_forwarded_proto", "Content_Length", "_"):
        for headers in ([f"{name}: 1"], [f"{name}: 1", "X-Forwarded-For: 203.0.113.7"]):
            answer = site.ask("GET", "/health/live/", *headers)
            assert (answer.status, answer.is_plain) == (400, True), headers
            assert "x-content-type-options: nosniff" in answer.head.lower()


def test_open_bodies_and_slow_readers_stop_nobody(site: Site) -> None:
    large = Path(settings.MEDIA_ROOT, "images", "large.jpg")
    with large.open("wb") as file:
        file.truncate(20_000_000)
    bodies = [("Content-Length: 500", "text="), ("Transfer-Encoding: chunked", "5\r\ntext=\r\n")]
    with ExitStack() as stack:
        waiting = [
            stack.enter_context(
                site.connect(
                    f"POST {target} HTTP/1.1\r\nHost: testserver\r\n{FORM}\r\n{length}\r\n\r\n{start}".encode()
                )
            )
            for target in ("/kontakt/senden/", "/admin/login/", "/admin/images/add/")
            for length, start in bodies * 4
        ]
        for _ in waiting:
            stack.enter_context(site.connect(b"GET /media/images/large.jpg HTTP/1.1\r\nHost: testserver\r\n\r\n"))
        assert site.ask("GET", "/health/ready/").status == 200
        assert site.ask("GET", "/admin/login/").status == 200
        assert {reply(connection).status for connection in waiting} == {408}
    large.unlink()


@pytest.mark.parametrize("is_chunked", [False, True])
def test_what_is_too_large_is_not_taken(is_chunked: bool, site: Site) -> None:
    def send(target: str, size: int, *headers: str) -> object:
        body = b"text=".ljust(size, b"x")
        if is_chunked:
            body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        length = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {size}"
        answer = site.ask("POST", target, FORM, length, *headers, body=body)
        return answer.status if answer.is_plain else "Django"

    assert send("/kontakt/senden/", SMALL) == "Django"
    assert send("/kontakt/senden/", SMALL + 1) == 413
    assert send("/kontakt/senden/", SMALL + 1, site.staff) == 413
    assert send("/admin/images/add/", SMALL + 1) == "Django"  # the text of somebody whose session is over
    assert send("/admin/images/add/", 2_000_000) == 403
    assert send("/admin/images/add/", 2_000_000, site.person) == 403
    assert send("/admin/images/add/", 2_000_000, site.staff) == "Django"


def test_who_asks_first_is_told_before_anything_is_sent(site: Site) -> None:
    answer = site.ask("POST", "/kontakt/senden/", FORM, "Content-Length: 200000000", "Expect: 100-continue")
    assert answer.status == 413
    most = settings.OGL_UPLOAD_MAX_BYTES + 1
    answer = site.ask("POST", "/admin/images/add/", f"Content-Length: {most}", "Expect: 100-continue", site.staff)
    assert answer.status == 413
    assert "kleinere Datei" in answer.text


def test_a_body_that_breaks_off_is_no_body(site: Site) -> None:
    head = "POST", "/kontakt/senden/", FORM
    assert site.ask(*head, "Transfer-Encoding: chunked", body=b"5\r\ntext=\r\nno length\r\n").status == 400
    assert "abgerissen" in site.ask(*head, "Transfer-Encoding: chunked", body=b"5\r\ntext=\r\nno length\r\n").text


def test_numbers_without_end_and_charsets_that_are_none_are_no_fault(site: Site) -> None:
    for target in (f"/media/{site.rendition}", "/static/js/admin-upload.js"):
        for span in (f"0-{'9' * 5000}", f"{'9' * 5000}-", f"-{'9' * 5000}"):
            assert site.ask("GET", target, f"Range: bytes={span}").status in (200, 206, 416)
    for charset in ("utf-16", "rot13", "zlib", "undefined", "idna", "gibt-es-nicht", "a" * 5000):
        for method, target in (("GET", "/suche/?q=%C3%A4"), ("POST", "/kontakt/senden/")):
            assert site.ask(method, target, f"Content-Type: text/plain; charset={charset}").status == 415
    assert site.ask("GET", "/suche/", "Content-Type: text/plain; a*=bogus'x'y").status == 415
    assert site.ask("GET", "/health/live/", 'Content-Type: text/plain; charset="UTF8"').status == 200


@pytest.mark.parametrize(
    "target", ["/suche/?q=łódź–", "/aenderungen/?ł=1", "/aenderungen/?seite=ł", "/suche/?q=%C5%82"]
)
def test_a_query_that_nobody_has_encoded_is_read(site: Site, target: str) -> None:
    """Not what RFC 3986 allows, and what people and programs send; the bytes are those of UTF-8."""
    answer = site.ask("GET", target)
    assert answer.status == 200
    if "q=" in target:
        assert 'value="ł' in answer.text
