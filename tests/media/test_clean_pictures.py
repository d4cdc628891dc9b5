"""Nothing that a site shows tells where, when or by whom a picture was taken; and one bad picture stops nobody."""

import io
import itertools
import json
import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html
from PIL import Image
from wagtail.images.models import SourceImageIOError
from wagtail.models import Collection

from ogl_portal.media.models import PortalImage
from ogl_portal.uploads import picture_metadata
from ogl_portal.uploads.refusals import Refused
from tests.factories import AdminFactory, ImageFactory, NewsPageFactory, Portal
from tests.uploads.photos import FORMATS, NAME, SECRET, display_p3, file_name, halves, photo

pytestmark = pytest.mark.django_db
SPECS = ("width-100|format-{}", "max-165x165", "fill-50x50|format-{}", "original")


def stored(data: bytes, name: str) -> PortalImage:
    image = PortalImage(title="Ein Bild", collection=Collection.get_first_root_node())
    image.file.save(name, ContentFile(data))
    return image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.fixture
def put_past_the_cleaner(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes, str], PortalImage]:
    """Store a picture as sites did before anything was cleaned."""

    def put(data: bytes, name: str) -> PortalImage:
        with monkeypatch.context() as patch:
            patch.setattr(picture_metadata, "cleaned", lambda data: data)
            image = stored(data, name)
        PortalImage.objects.filter(pk=image.pk).update(recipe=0)
        return PortalImage.objects.get(pk=image.pk)

    return put


def in_all_formats(image: PortalImage, formats: tuple[str, ...] = ("jpeg", "png", "webp", "avif")) -> list[Image.Image]:
    """The picture 100 pixels wide."""
    made = [Image.open(image.get_rendition(f"width-100|format-{to}").file.path) for to in formats]
    for picture in made:
        picture.load()
    return made


def facts_in(data: bytes) -> set[str]:
    """Names of what a picture tells beside itself, read by Pillow and by looking for words of the test."""
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        found = set(image.info) & {"exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp", "Author", "Comment"}
        found |= {f"exif {tag}" for tag in image.getexif()}
    return found | {word.decode() for word in (NAME, SECRET, b"Kamera 4711", b"8BIM") if word in data}


# --- Renditions ------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
def test_no_rendition_tells_anything_even_of_an_old_original(
    kind: str, put_past_the_cleaner: Callable[[bytes, str], PortalImage]
) -> None:
    image = put_past_the_cleaner(photo(kind, orientation=6), file_name(kind))
    assert facts_in(Path(image.file.path).read_bytes())
    for spec, to in itertools.product(SPECS, ("jpeg", "png", "webp", "avif", "gif")):
        rendition = image.get_rendition(spec.format(to))
        assert not facts_in(Path(rendition.file.path).read_bytes()), spec
        if spec.startswith("width"):
            # 6: what is on the left of the file belongs to the top
            assert (rendition.width, rendition.height) == (100, 150)
            with Image.open(rendition.file.path) as made:
                red, blue = (made.convert("RGB").getpixel((50, y)) for y in (10, 140))
            assert red[0] > 150 > red[2]
            assert blue[2] > 150 > blue[0]


def test_a_wide_colour_space_stays_what_it_is() -> None:
    image = stored(photo("JPEG", profile=display_p3()), "weit.jpg")
    for made in in_all_formats(image):
        assert made.info["icc_profile"] == display_p3()


def test_every_public_picture_of_a_site_is_read_back(
    portal: Portal, client: Client, put_past_the_cleaner: Callable[[bytes, str], PortalImage]
) -> None:
    images = [put_past_the_cleaner(photo(kind, size=(1600, 1200)), file_name(kind)) for kind in FORMATS]
    for image in images:
        block = {"image": image.pk, "decorative": False, "alt": "Ein Platz", "caption": "", "credit": ""}
        body = json.dumps([{"type": "picture", "value": block}])
        NewsPageFactory(parent=portal.news, picture=image, picture_alt="Ein Platz", body=body)
    addresses = _pages(client)
    assert len(addresses) > 5
    pictures = {picture for address in addresses for picture in _pictures(client, address)}
    assert len(pictures) >= 40, "each of four pictures comes in three formats and several widths"
    assert {picture.rpartition(".")[2] for picture in pictures} >= {"jpg", "png", "webp", "avif"}
    client.force_login(AdminFactory())
    for address in ("index", "chooser"):
        path = reverse(f"wagtailimages:{address}") if address == "index" else reverse("wagtailimages_chooser:choose")
        pictures |= set(_pictures(client, path))
    for image in images:
        pictures |= set(_pictures(client, reverse("wagtailimages:edit", args=[image.pk])))
        chosen = client.get(reverse("wagtailimages_chooser:chosen", args=[image.pk])).json()
        pictures.add(chosen["result"]["preview"]["url"])
    for picture in pictures:
        response = client.get(picture)
        assert response.status_code == 200, picture
        assert not facts_in(b"".join(response.streaming_content)), picture  # type: ignore[attr-defined]


def _pages(client: Client) -> set[str]:
    """Every page that the site map and the links of those pages lead to."""
    text = client.get("/sitemap.xml").content.decode()
    found = {re.sub(r"^https?://[^/]+", "", address) for address in re.findall(r"<loc>([^<]+)", text)}
    for address in sorted(found):
        page = html.fromstring(client.get(address).content)
        found |= {link for link in page.xpath("//main//a/@href") if link.startswith("/") and link.endswith("/")}
    return found


def _pictures(client: Client, address: str) -> Iterator[str]:
    response = client.get(address)
    content = response.json()["html"] if response["Content-Type"].startswith("application/json") else response.content
    page = html.fromstring(content)
    yield from page.xpath("//img/@src[starts-with(., '/media/')]")
    yield from page.xpath("//video/@poster")
    yield from page.xpath("//meta[@property='og:image']/@content[contains(., '/media/')]")
    for srcset in page.xpath("//@srcset"):
        yield from (part.split()[0] for part in srcset.split(", "))


# --- Kinds of pictures that came out wrong -------------------------------------------


def test_sixteen_bit_grey_is_grey() -> None:
    row = struct.pack("<200H", *[0x4000] * 100, *[0xC000] * 100)
    deep = Image.frombytes("I;16", (200, 100), row * 100)
    for made in in_all_formats(stored(saved(deep, "PNG"), "messung.png")):
        dark, light = (made.convert("L").getpixel((x, 25)) for x in (20, 80))
        assert abs(dark - 64) < 6, made.format  # type: ignore[operator]
        assert abs(light - 192) < 6, made.format  # type: ignore[operator]


@pytest.mark.parametrize("profile", [b"", b"\0" * 16 + b"CMYK" + b"\0" * 108], ids=["none", "a broken one"])
def test_a_cmyk_photo_keeps_its_colours(profile: bytes) -> None:
    data = saved(halves().convert("CMYK"), "JPEG", **({"icc_profile": profile} if profile else {}))
    for made in in_all_formats(stored(data, "druck.jpg")):
        assert made.mode == "RGB"
        assert not made.info.get("icc_profile")
        red, blue = (made.getpixel((x, 30)) for x in (20, 80))
        assert red[0] > 150 > red[2], made.format  # type: ignore[index]
        assert blue[2] > 150 > blue[0], made.format  # type: ignore[index]


@pytest.mark.parametrize("mode", ["P", "LA", "RGBA", "L"])
def test_what_is_transparent_stays_transparent(mode: str) -> None:
    drawing = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    drawing.paste((90, 90, 90, 255), (100, 0, 200, 100))
    if mode == "L":  # one grey stands for »transparent«
        data = saved(drawing.getchannel("A").point(lambda alpha: 90 if alpha else 255), "PNG", transparency=255)
    else:
        data = saved(drawing.convert(mode), "PNG")
    for made in in_all_formats(stored(data, "skizze.png"), ("png", "webp", "avif")):
        clear, grey = (made.convert("RGBA").getpixel((x, 25)) for x in (20, 80))
        assert clear[3] < 10, made.format  # type: ignore[index]
        assert grey[3] > 245, made.format  # type: ignore[index]
        assert abs(grey[0] - 90) < 12, made.format  # type: ignore[index]


def test_a_picture_of_one_bit_is_black_and_white() -> None:
    plan = Image.new("1", (200, 100), 0)
    plan.paste(1, (100, 0, 200, 100))
    for made in in_all_formats(stored(saved(plan, "PNG"), "plan.png")):
        black, white = (made.convert("L").getpixel((x, 25)) for x in (20, 80))
        assert black < 10, made.format  # type: ignore[operator]
        assert white > 245, made.format  # type: ignore[operator]


# --- Every door -------------------------------------------------------------------------


def single_form(client: Client, name: str, data: bytes) -> str:
    form = {"title": "Bild", "file": SimpleUploadedFile(name, data), "collection": Collection.get_first_root_node().pk}
    return client.post(reverse("wagtailimages:add"), form).content.decode()


def several_at_once(client: Client, name: str, data: bytes) -> str:
    form = {"title": "Bild", "files[]": SimpleUploadedFile(name, data), "collection": 1}
    form["collection"] = Collection.get_first_root_node().pk
    response = client.post(reverse("wagtailimages:add_multiple"), form, headers={"X-Requested-With": "XMLHttpRequest"})
    return str(response.json().get("error_message", ""))


def chooser(client: Client, name: str, data: bytes) -> str:
    form = {
        "image-chooser-upload-title": "Bild",
        "image-chooser-upload-file": SimpleUploadedFile(name, data),
        "image-chooser-upload-collection": Collection.get_first_root_node().pk,
    }
    response = client.post(reverse("wagtailimages_chooser:create"), form)
    return str(response.json().get("htmlFragment", ""))


DOORS = [single_form, several_at_once, chooser]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", FORMATS)
def test_every_door_stores_the_picture_alone(door: Callable[..., str], kind: str, client: Client) -> None:
    client.force_login(AdminFactory())
    door(client, file_name(kind), photo(kind))
    image = PortalImage.objects.get()
    data = Path(image.file.path).read_bytes()
    assert not facts_in(data)
    assert image.file_size == len(data)
    assert image.recipe == picture_metadata.RECIPE
    if kind in {"JPEG", "PNG"}:
        assert image.author_in_file == NAME.decode()
        assert image.credit == "", "a name becomes public only when somebody decides so"
        assert (
            f"In der Datei stand: »{NAME.decode()}«"
            in client.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode()
        )


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400, "HEIC-Bild"),
        ("IMG_2.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400, "HEIC-Bild"),
        ("logo.gif", saved(halves((20, 20)), "GIF"), "unter »Dokumente« hoch"),
        ("foto.jpg", saved(halves((20, 20)), "PNG"), "endet aber anders"),
        ("streifen.png", saved(Image.new("1", (300_000, 1)), "PNG"), "so schmaler Streifen"),
        ("halb.jpg", photo("JPEG")[:2400], "beschädigt oder unvollständig"),
        ("halb.png", saved(Image.effect_noise((80, 80), 90), "PNG")[:-900], "beschädigt oder unvollständig"),
        ("bild.png", b"<html>", "kein Bild"),
    ],
)
def test_every_door_says_why_and_what_to_do(name: str, data: bytes, words: str, client: Client) -> None:
    client.force_login(AdminFactory())
    for door in DOORS:
        answer = door(client, name, data)
        assert words in answer, door
        assert "Es wurde nichts gespeichert." in answer, door
    assert not PortalImage.objects.exists()


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif")])
def test_what_moves_is_refused_in_every_format(kind: str, ending: str, client: Client) -> None:
    client.force_login(AdminFactory())
    frames = [halves((20, 20)), halves((20, 20)).rotate(90)]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    for door in DOORS:
        answer = door(client, f"film.{ending}", data)
        assert "bewegt sich" in answer, door
        assert "damit man es anhalten kann" in answer, door
    assert not PortalImage.objects.exists()


def test_the_second_picture_of_a_telephone_is_no_film(client: Client) -> None:
    client.force_login(AdminFactory())
    data = saved(halves((20, 20)), "MPO", save_all=True, append_images=[halves((10, 10))])
    single_form(client, "telefon.jpg", data)
    assert PortalImage.objects.get().width == 20


def test_a_door_that_nobody_knows_yet_stores_no_rubbish() -> None:
    with pytest.raises(Refused):
        stored(b"GIF89a", "logo.gif")


def test_the_same_photo_is_recognised_after_cleaning(client: Client) -> None:
    client.force_login(AdminFactory())
    for _ in range(2):
        single_form(client, "foto.jpg", photo("JPEG"))
    first, second = PortalImage.objects.all()
    assert first.file_hash == second.file_hash != ""


# --- A bad picture ----------------------------------------------------------------------


@pytest.fixture
def strip() -> PortalImage:
    """A picture that old uploads let in: far too wide to be made smaller."""
    return stored(saved(Image.new("1", (49_000_000, 1)), "PNG"), "streifen.png")


@pytest.mark.parametrize(
    "address",
    ["wagtailimages:index", "wagtailimages_chooser:choose", "wagtailimages:edit", "wagtailimages_chooser:chosen"],
)
def test_a_bad_picture_closes_no_view(address: str, strip: PortalImage, client: Client) -> None:
    client.force_login(AdminFactory())
    ImageFactory(title="Ein gutes Bild")
    number = [strip.pk] if address.endswith(("edit", "chosen")) else []
    response = client.get(reverse(address, args=number))
    assert response.status_code == 200
    assert "picture-missing" in response.content.decode()


def test_a_bad_picture_is_left_out_of_a_page(strip: PortalImage, portal: Portal, client: Client) -> None:
    NewsPageFactory(parent=portal.news, slug="bild", picture=strip, picture_alt="Streifen")
    response = client.get("/aktuelles/bild/")
    assert response.status_code == 200
    assert not html.fromstring(response.content).xpath("//main//picture")


def test_an_original_that_is_no_picture_any_more_is_a_placeholder(client: Client) -> None:
    image = ImageFactory()
    Path(settings.MEDIA_ROOT, image.file.name).write_bytes(b"rubbish")
    assert image.get_rendition("max-165x165").url.endswith(".svg")
    with pytest.raises(SourceImageIOError):
        image.get_renditions("max-165x165", "width-100")
    assert not image.renditions.exists()


def test_advice_names_what_the_menu_names(portal: Portal, client: Client) -> None:
    client.force_login(AdminFactory())
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    for label in ("Dokumente", "PDF hochladen"):
        assert f'"label": "{label}"' in menu


@pytest.mark.parametrize("name", ["IMG_1.HEIC", "logo.gif", "scan.tiff", "logo.svg", "foto.jpg", "karte.pdf"])
def test_the_page_for_many_sends_what_is_refused_with_advice(name: str, client: Client) -> None:
    client.force_login(AdminFactory())
    page = html.fromstring(client.get(reverse("wagtailimages:add_multiple")).content)
    (pattern,) = page.xpath("//input[@id='fileupload']/@data-accept-file-types")
    assert re.search(pattern.removeprefix("/").removesuffix("/i"), name, re.IGNORECASE)
