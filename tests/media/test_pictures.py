"""Pictures: formats a browser may choose from, no larger than their place, and no query for each of them."""

import json

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import html
from PIL import Image, features
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from ogl_portal.media import pictures
from ogl_portal.media.models import PortalImage, PortalRendition
from ogl_portal.media.pictures import BODY, LEAD, LIST, picture_of, pictures_on
from tests.factories import ImageFactory, NewsPageFactory, Portal


@pytest.fixture
def photo(db: None) -> PortalImage:
    return ImageFactory(file__width=2000, file__height=1500, file__filename="foto.jpg", file__format="JPEG")


def body_of(*images: PortalImage) -> str:
    value = {"decorative": False, "alt": "Ein Tisch", "caption": "", "credit": ""}
    return json.dumps([{"type": "picture", "value": {**value, "image": image.pk}} for image in images])


def widths(srcset: str) -> list[int]:
    return [int(part.split()[1].removesuffix("w")) for part in srcset.split(", ")]


def test_a_photo_comes_as_avif_and_webp_with_jpeg_for_all_else(photo: PortalImage) -> None:
    assert features.check("avif"), "the locked Pillow writes AVIF"
    picture = picture_of(photo, LEAD)
    assert picture is not None
    assert [source.mime for source in picture.sources] == ["image/avif", "image/webp"]
    assert all(widths(source.srcset) == [480, 800, 1200] for source in picture.sources)
    assert picture.src.endswith(".jpg")
    assert (picture.width, picture.height) == (1200, 900)
    for rendition in photo.renditions.all():
        with Image.open(rendition.file) as made:
            assert made.format in {"AVIF", "WEBP", "JPEG"}
            assert made.size == (rendition.width, rendition.height)


def test_a_png_stays_png_where_nothing_else_is_known(db: None) -> None:
    picture = picture_of(ImageFactory(file__width=600, file__filename="plan.png", file__format="PNG"), BODY)
    assert picture is not None
    assert picture.src.endswith(".png")


def test_nothing_is_made_larger_than_it_is(db: None) -> None:
    picture = picture_of(ImageFactory(file__width=400, file__height=300), BODY)
    assert picture is not None
    assert widths(picture.srcset) == [400]
    assert (picture.width, picture.height) == (400, 300)


def test_lists_show_all_pictures_in_one_shape(photo: PortalImage) -> None:
    picture = picture_of(photo, LIST)
    assert picture is not None
    assert widths(picture.srcset) == [176, 352]
    assert picture.width * 3 == picture.height * 4


def test_a_machine_that_cannot_write_avif_leaves_it_out(photo: PortalImage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "CAN_WRITE_AVIF", False)
    picture = picture_of(photo, LEAD)
    assert picture is not None
    assert [source.mime for source in picture.sources] == ["image/webp"]
    assert not photo.renditions.filter(filter_spec__contains="avif").exists()


def test_a_picture_whose_file_is_lost_is_left_out(portal: Portal, client: Client, photo: PortalImage) -> None:
    NewsPageFactory(parent=portal.news, slug="bild", picture=photo, picture_alt="Tisch", body=body_of(photo))
    photo.file.storage.delete(photo.file.name)
    page = html.fromstring(client.get("/aktuelles/bild/").content)
    assert not page.xpath("//main//img")


def test_the_lead_picture_loads_at_once_and_others_when_they_are_near(
    portal: Portal, client: Client, photo: PortalImage
) -> None:
    NewsPageFactory(parent=portal.news, slug="bild", picture=photo, picture_alt="Tisch", body=body_of(photo))
    page = html.fromstring(client.get("/aktuelles/bild/").content)
    lead, in_body = page.xpath("//main//picture//img")
    assert (lead.get("loading"), lead.get("fetchpriority"), lead.get("alt")) == (None, "high", "Tisch")
    assert (in_body.get("loading"), in_body.get("fetchpriority"), in_body.get("alt")) == ("lazy", None, "Ein Tisch")
    for image in (lead, in_body):
        assert int(image.get("width")) * 3 == int(image.get("height")) * 4
        assert image.get("sizes")
        assert all(source.get("sizes") == image.get("sizes") for source in image.xpath("ancestor::picture//source"))


@pytest.mark.parametrize("number", [1, 12])
def test_many_pictures_cost_no_more_queries_than_one(
    portal: Portal,
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    images = [ImageFactory(file__width=80, file__height=60) for _ in range(number)]
    for image in images:
        NewsPageFactory(parent=portal.news, picture=image, picture_is_decorative=True)
    NewsPageFactory(
        parent=portal.news, slug="bild", picture=images[0], picture_is_decorative=True, body=body_of(*images)
    )
    for address in ("/aktuelles/bild/", "/aktuelles/", "/aktuelles/archiv/2022/"):
        client.get(address)  # makes what is missing
        cache.clear()
        with django_assert_max_num_queries(17, info=address):
            assert client.get(address).content.count(b"<picture>") >= number


def test_publishing_makes_the_pictures_so_that_no_reader_waits(
    portal: Portal,
    photo: PortalImage,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = NewsPageFactory(
        parent=portal.news, slug="bild", picture=photo, picture_alt="Tisch", body=body_of(photo), live=False
    )
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    made = set(PortalRendition.objects.values_list("pk", flat=True))
    assert made
    client.get("/aktuelles/bild/")
    client.get("/aktuelles/")
    assert set(PortalRendition.objects.values_list("pk", flat=True)) == made


def test_a_draft_and_a_page_without_pictures_have_nothing_to_make(portal: Portal) -> None:
    assert pictures_on(NewsPageFactory(parent=portal.news)) == []
