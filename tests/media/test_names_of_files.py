"""People see a file by the name it was brought with, never by the part of the stored name that cannot be guessed."""

import itertools
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import PageLogEntry

from ogl_portal.media import models, replaced_files
from ogl_portal.media.models import PortalDocument, PortalImage
from tests.access.knock import OK, knock
from tests.access.table import RULES, read_table
from tests.access.world import World
from tests.factories import DocumentFactory, ImageFactory, NewsPageFactory
from tests.safety.test_trash_of_files import edit, png, used, with_link, with_picture
from tests.teams.teams import signed_in
from tests.test_access_matrix import address_of
from tests.words.english import shown_texts
from tests.words.test_screens import markup_of

UNGUESSABLE = "q7x1q7x2q7x3"
NUMBERS = itertools.count(1000)  # files outlive a test
OF_FILES = ("admin/images/", "admin/documents/", "admin/papierkorb/")
LISTS = ("?layout=list", "?q=bild", "?q=bild&layout=list", "?q=datei")


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """One in which a picture and a document of a public page were replaced, so that former ones lie in the bin."""
    monkeypatch.setattr(models, "get_random_string", lambda _: f"{UNGUESSABLE}{next(NUMBERS)}")
    world = World.build()
    body = f"[{with_picture(world.image.pk)[1:-1]},{with_link(world.document.pk)[1:-1]}]"
    used(NewsPageFactory(parent=world.portal.news, title="Mit beidem", slug="mit-beidem", body=body))
    kim = world.people["administrator"]
    picture = SimpleUploadedFile("neues-bild.png", png("blue"), content_type="image/png")
    assert edit(kim, world.image, file=picture, fits="yes").status_code == 302
    text = SimpleUploadedFile("neue-datei.txt", b"Neu", content_type="text/plain")
    assert edit(kim, world.document, file=text).status_code == 302
    return world


def screens(world: World) -> Iterator[tuple[str, str]]:
    """Address and markup of what the administration shows of pictures and documents, and of the bin."""
    addresses = {
        address_of(row, world)
        for row in read_table()
        if row.pattern.startswith(OF_FILES) and RULES[row.get]["administrator"] == OK
    }
    for word in ("images", "documents"):
        addresses |= {f"/admin/{word}/{place}{query}" for place in ("", "chooser/") for query in LISTS}
    for kind, model in (("bild", PortalImage), ("datei", PortalDocument)):
        for file in model.objects.exclude(trashed_at=None):
            addresses |= {f"/admin/papierkorb/{kind}/{file.pk}/{what}/" for what in ("wiederherstellen", "endgueltig")}
    addresses |= {f"/admin/pages/{page}/history/" for page in PageLogEntry.objects.values_list("page", flat=True)}
    for address in sorted(addresses):
        yield address, markup_of(knock(world, "administrator", "GET", address, read=True)[1])


def test_no_screen_shows_how_a_file_is_stored(world: World) -> None:
    assert UNGUESSABLE in world.image.file.name
    shown = {address: list(shown_texts(markup)) for address, markup in screens(world) if markup}
    assert {"/admin/papierkorb/", f"/admin/images/{world.image.pk}/"} <= shown.keys()
    assert [(address, text) for address, texts in shown.items() for text in texts if UNGUESSABLE in text] == []


def test_the_screen_and_the_history_name_the_file_as_it_was_brought(world: World) -> None:
    for address, name in (
        (f"/admin/images/{world.image.pk}/", "neues-bild.png"),
        (f"/admin/documents/edit/{world.document.pk}/", "neue-datei.txt"),
    ):
        markup = markup_of(knock(world, "administrator", "GET", address, read=True)[1])
        assert list(shown_texts(markup)).count(name) == 1
    told = set(PageLogEntry.objects.filter(action=replaced_files.REPLACED).values_list("data__name", flat=True))
    assert told == {"neues-bild.png", "neue-datei.txt"}


def test_the_former_files_keep_their_names(world: World) -> None:
    assert [image.filename for image in PortalImage.objects.exclude(trashed_at=None)] == ["bild.png"]
    assert [file.filename for file in PortalDocument.objects.exclude(trashed_at=None)] == ["datei.txt"]


def test_a_picture_is_saved_from_the_browser_by_its_name(world: World) -> None:
    image = world.image
    image.refresh_from_db()
    rendition = image.get_rendition("width-20")
    for address, name in ((image.file.url, "neues-bild.png"), (rendition.url, "neues-bild.width-20.png")):
        answer = signed_in(world.people["administrator"]).get(address)
        assert answer.headers["Content-Disposition"] == f'inline; filename="{name}"'


def test_a_document_beside_another_of_that_name_keeps_its_name(db: None) -> None:
    assert {DocumentFactory(file__filename="protokoll.txt").filename for _ in range(2)} == {"protokoll.txt"}


def test_a_name_that_looks_like_the_unguessable_part_stays(db: None) -> None:
    image = ImageFactory(file__filename="abschlussbericht-2021.png")
    assert (image.filename, image.name_of_file) == ("abschlussbericht-2021.png", "abschlussbericht-2021.png")
