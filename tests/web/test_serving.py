"""Pictures and films reach the reader, in parts where a player asks for parts; originals do not."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection

from ogl_portal.media.models import PortalDocument, PortalImage
from tests.factories import AdminFactory, ImageFactory


@pytest.fixture
def image(db: None) -> PortalImage:
    return ImageFactory()


@pytest.fixture
def film(db: None) -> PortalDocument:
    document = PortalDocument(title="Film", collection=Collection.get_first_root_node())
    document.file.save("film.webm", ContentFile(b"\x1aE\xdf\xa3\x9fB\x82\x84webm" + bytes(range(200)) * 1000))
    return document


def body(response: object) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


def test_a_rendition_is_shown_and_kept(image: PortalImage, client: Client) -> None:
    rendition = image.get_rendition("max-100x100|format-webp")
    response = client.get(rendition.url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert body(response) == Path(rendition.file.path).read_bytes()
    assert "immutable" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert client.get(rendition.url, headers={"If-Modified-Since": response["Last-Modified"]}).status_code == 304


def test_originals_are_for_those_who_edit(image: PortalImage, client: Client) -> None:
    assert client.get(image.file.url).status_code == 404
    client.force_login(AdminFactory())
    response = client.get(image.file.url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "way",
    [
        "images/..%2foriginal_images/",
        "images%2f..%2foriginal_images/",
        "images/%2e%2e%2foriginal_images/",
        "images/.%2f..%2foriginal_images/",
        "images//..%2foriginal_images/",
        "images/x/..%2f..%2foriginal_images/",
    ],
)
def test_a_way_round_does_not_lead_to_originals(way: str, image: PortalImage, client: Client) -> None:
    Path(settings.MEDIA_ROOT, "images", "x").mkdir(parents=True, exist_ok=True)
    assert client.get(f"/media/{way}{Path(image.file.name).name}").status_code == 404


def test_a_link_in_the_folder_of_renditions_leads_nowhere_else(image: PortalImage, client: Client) -> None:
    link = Path(settings.MEDIA_ROOT, "images", f"{image.pk}.jpg")
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(image.file.path)
    assert client.get(f"/media/images/{link.name}").status_code == 404


def test_the_full_size_of_the_edit_page_is_for_those_who_edit(image: PortalImage, client: Client) -> None:
    rendition = image.get_rendition("original")
    assert client.get(rendition.url).status_code == 404
    assert client.get(f"/media/images/..%2f{rendition.file.name}").status_code == 404
    client.force_login(AdminFactory())
    response = client.get(rendition.url)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_the_name_of_a_rendition_cannot_be_guessed(db: None) -> None:
    images = [ImageFactory(file__filename=f"{'Ein langer Name einer Aufnahme ' * 4}.jpg") for _ in range(2)]
    names = {image.get_rendition("fill-352x264|format-webp").file.name for image in images}
    assert len({name.removeprefix("images/")[:16] for name in names}) == 2
    assert all(re.match(r"images/[a-z0-9]{16}-", name) for name in names), names


@pytest.mark.parametrize(
    "path",
    ["images/../../secret-key", "images/", "images/nothing.webp", "images/a\x00.webp", "../db", "images/x.svg", "."],
)
def test_nothing_else_is_handed_out(path: str, client: Client, db: None) -> None:
    assert client.get(f"/media/{path}").status_code == 404


def test_a_film_comes_in_parts(film: PortalDocument, client: Client) -> None:
    whole = body(client.get(film.url))
    part = client.get(film.url, headers={"Range": "bytes=1000-70999"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 1000-70999/{len(whole)}")
    assert body(part) == whole[1000:71000]
    assert part["Content-Length"] == "70000"
    beyond = client.get(film.url, headers={"Range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(whole)}")


def test_a_range_of_another_state_of_the_file_gives_the_whole(film: PortalDocument, client: Client) -> None:
    response = client.get(film.url, headers={"Range": "bytes=0-9", "If-Range": "Mon, 01 Jan 2001 00:00:00 GMT"})
    assert response.status_code == 200


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 20, "٣", "0"])
def test_a_number_that_is_none_names_no_document(number: str, client: Client, db: None) -> None:
    assert client.get(f"/dateien/{number}/film.webm").status_code == 404
