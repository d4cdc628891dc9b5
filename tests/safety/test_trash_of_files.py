"""Pictures and documents: in use in public they take the right to release, and deleting puts them into the bin."""

import datetime
import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import Collection, PageLogEntry, ReferenceIndex
from wagtail.permissions import policy_registry

from ogl_portal.german.formats import file_size
from ogl_portal.links.usage import usage_of
from ogl_portal.media import replaced_files
from ogl_portal.media.models import PortalDocument, PortalImage
from ogl_portal.media.replaced_files import REPLACED
from ogl_portal.safety import files
from ogl_portal.users.models import RoleKey, User
from tests.editorial.test_checks import body
from tests.factories import DocumentFactory, ImageFactory, NewsPageFactory, Portal, PublicationPageFactory
from tests.teams.teams import person, signed_in
from tests.uploads.office_files import tracked_docx


def with_picture(number: int, alt: str = "Ein roter Kreis") -> str:
    return body(("picture", {"image": number, "alt": alt, "decorative": False, "caption": "", "credit": ""}))


def with_link(number: int) -> str:
    return body(("paragraph", f'<p>Die <a linktype="document" id="{number}">Unterlage</a>.</p>'))


def png(colour: str = "red") -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def shared(portal: Portal) -> Collection:
    return Collection.objects.get(name="Gemeinsam")


@pytest.fixture
def mara(portal: Portal) -> User:
    return person(RoleKey.STAFF)


@pytest.fixture
def kim(portal: Portal) -> User:
    return person(RoleKey.PUBLISHERS)


@pytest.fixture
def image(shared: Collection) -> PortalImage:
    image = ImageFactory(title="Kreis", collection=shared, description="Ein Kreis", credit="Stadt", licence="cc-by-4.0")
    image.tags.add("rund")
    return image


@pytest.fixture
def document(shared: Collection) -> PortalDocument:
    return DocumentFactory(title="Unterlage", collection=shared)


def used(page: Any) -> Any:
    """The page, as Wagtail's index of references knows it."""
    ReferenceIndex.create_or_update_for_object(page)
    return page


@pytest.fixture
def news(portal: Portal, image: PortalImage) -> Any:
    return used(NewsPageFactory(parent=portal.news, title="Kreise", slug="kreise", body=with_picture(image.pk)))


@pytest.fixture
def publication(portal: Portal, document: PortalDocument) -> Any:
    return used(NewsPageFactory(parent=portal.news, title="Leitfaden", slug="leitfaden", body=with_link(document.pk)))


def delete_address(file: Any) -> str:
    return (
        f"/admin/images/{file.pk}/delete/" if isinstance(file, PortalImage) else f"/admin/documents/delete/{file.pk}/"
    )


def edit_data(thing: Any, **changes: Any) -> dict[str, Any]:
    data = {"title": thing.title, "collection": thing.collection_id, "tags": "rund", "next": ""}
    if isinstance(thing, PortalImage):
        data |= {"description": thing.description, "credit": thing.credit, "licence": thing.licence}
    return data | changes


def edit(user: User, thing: Any, **changes: Any) -> Any:
    address = f"/admin/images/{thing.pk}/" if isinstance(thing, PortalImage) else f"/admin/documents/edit/{thing.pk}/"
    return signed_in(user).post(address, edit_data(thing, **changes))


# --- Deleting ----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["image", "document"])
def test_what_public_pages_use_is_deleted_only_by_who_may_release_there(
    kind: str, news: Any, publication: Any, mara: User, kim: User, request: pytest.FixtureRequest
) -> None:
    file, title = request.getfixturevalue(kind), {"image": "Kreise", "document": "Leitfaden"}[kind]
    answer = signed_in(mara).get(delete_address(file))
    assert answer.status_code == 403
    assert f"»{title}«" in answer.content.decode()
    assert "Freigabe" in answer.content.decode()
    assert signed_in(mara).post(delete_address(file)).status_code == 403
    file.refresh_from_db()
    assert file.trashed_at is None
    question = signed_in(kim).get(delete_address(file)).content.decode()
    assert "Papierkorb" in question
    assert f">{title}</a> (öffentlich)" in question
    signed_in(kim).post(delete_address(file))
    file.refresh_from_db()
    assert file.trashed_by == kim


@pytest.mark.parametrize("kind", ["image", "document"])
def test_every_door_for_deleting_asks_the_same(
    kind: str, news: Any, publication: Any, mara: User, kim: User, request: pytest.FixtureRequest
) -> None:
    file = request.getfixturevalue(kind)
    word = {"image": "images", "document": "documents"}[kind]
    label = {"image": "media/portalimage", "document": "media/portaldocument"}[kind]
    bulk = f"/admin/bulk/{label}/delete/?id={file.pk}&next=/admin/"
    many = f"/admin/{word}/multiple/{file.pk}/delete/"
    for address in (bulk, many):
        signed_in(mara).post(address)
        file.refresh_from_db()
        assert file.trashed_at is None, address
    assert "Freigabe" in signed_in(mara).get(bulk).content.decode()
    for address in (bulk, many):
        assert signed_in(kim).post(address).status_code in (200, 302)
        file.refresh_from_db()
        assert file.trashed_at is not None, address
        files.restore(file)


def test_what_only_drafts_use_is_deleted_by_staff_and_told(portal: Portal, image: PortalImage, mara: User) -> None:
    """A page that has never been public: the picture stands in its draft alone."""
    draft = NewsPageFactory(parent=portal.news, title="Nie öffentlich", live=False, first_published_at=None)
    draft.body = with_picture(image.pk)
    draft.save_revision()
    question = signed_in(mara).get(delete_address(image)).content.decode()
    assert ">Nie öffentlich</a> (Entwurf)" in question
    signed_in(mara).post(delete_address(image))
    image.refresh_from_db()
    assert image.trashed_at is not None


def test_the_number_of_a_picture_within_another_number_is_no_use(portal: Portal, image: PortalImage, kim: User) -> None:
    draft = NewsPageFactory(parent=portal.news, live=False)
    draft.body = with_picture(ImageFactory(pk=int(f"{image.pk}7")).pk)
    draft.save_revision()
    assert usage_of([image], kim).count == 0


# --- In the bin --------------------------------------------------------------


def test_pages_leave_out_a_picture_in_the_bin_and_show_it_again(news: Any, image: PortalImage, kim: User) -> None:
    address = "/aktuelles/kreise/"
    before = Client().get(address).content.decode()
    assert "Ein roter Kreis" in before
    files.trash(image, kim)
    without = Client().get(address)
    assert without.status_code == 200
    assert "Ein roter Kreis" not in without.content.decode()
    assert not image.renditions.exists()
    files.restore(image, kim)
    assert "Ein roter Kreis" in Client().get(address).content.decode()


def test_links_to_a_document_in_the_bin_become_words(publication: Any, document: PortalDocument, kim: User) -> None:
    files.trash(document, kim)
    page = Client().get("/aktuelles/leitfaden/").content.decode()
    assert "Die Unterlage." in page
    assert document.url not in page
    assert Client().get(document.url).status_code == 404
    assert signed_in(kim).get(document.url).status_code == 404
    files.restore(document, kim)
    assert document.url in Client().get("/aktuelles/leitfaden/").content.decode()
    assert Client().get(document.url).status_code == 200


@pytest.mark.parametrize("kind", ["image", "document"])
def test_nobody_finds_or_chooses_what_lies_in_the_bin(kind: str, kim: User, request: pytest.FixtureRequest) -> None:
    file = request.getfixturevalue(kind)
    word = {"image": "images", "document": "documents"}[kind]
    addresses = [f"/admin/{word}/", f"/admin/{word}/chooser/", f"/admin/api/main/{word}/"]
    assert all(file.title in signed_in(kim).get(address).content.decode() for address in addresses)
    files.trash(file, kim)
    assert all(file.title not in signed_in(kim).get(address).content.decode() for address in addresses)
    policy = policy_registry.get(file)
    assert not policy.user_has_any_permission_for_instance(kim, ["choose", "change", "add"], file)


def test_a_page_with_a_picture_in_the_bin_can_be_saved_and_keeps_it(news: Any, image: PortalImage, kim: User) -> None:
    files.trash(image, kim)
    news.title = "Kreise und Linien"
    news.full_clean()
    news.save_revision(user=kim).publish()
    files.restore(image, kim)
    assert "Ein roter Kreis" in Client().get("/aktuelles/kreise/").content.decode()


def test_everything_comes_back_as_it_was(news: Any, image: PortalImage, kim: User) -> None:
    def state() -> list[Any]:
        stored = PortalImage.objects.get(pk=image.pk)
        return [
            stored.title, stored.description, stored.credit, stored.licence, stored.collection, stored.file.name,
            stored.file.read(),
            sorted(stored.tags.names()), stored.get_usage().count(), stored.trashed_at, stored.trashed_by,
        ]  # fmt: skip

    before = state()
    files.trash(image, kim)
    assert signed_in(kim).get("/admin/papierkorb/").content.decode().count("Kreis") >= 1
    signed_in(kim).post(f"/admin/papierkorb/bild/{image.pk}/wiederherstellen/")
    assert state() == before


def test_restoring_to_public_pages_takes_the_right_to_release(news: Any, image: PortalImage, mara: User) -> None:
    files.trash(image)
    page = signed_in(mara).get("/admin/papierkorb/").content.decode()
    assert "wiederherstellen kann es die Freigabe" in page
    signed_in(mara).post(f"/admin/papierkorb/bild/{image.pk}/wiederherstellen/")
    image.refresh_from_db()
    assert image.trashed_at is not None


def test_after_thirty_days_the_bytes_go(
    image: PortalImage, document: PortalDocument, kim: User, django_capture_on_commit_callbacks: Any
) -> None:
    storage, name = image.file.storage, image.file.name
    files.trash(image, kim)
    files.trash(document, kim)
    PortalImage.objects.update(trashed_at=timezone.now() - datetime.timedelta(days=30, minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        files.purge_expired()
    assert not PortalImage.objects.filter(pk=image.pk).exists()
    assert not storage.exists(name)
    assert PortalDocument.objects.filter(pk=document.pk).exists()


def test_the_history_of_the_pages_tells_of_both(news: Any, image: PortalImage, kim: User) -> None:
    files.trash(image, kim)
    files.restore(image, kim)
    history = signed_in(kim).get(f"/admin/pages/{news.pk}/history/").content.decode()
    assert "Bild »Kreis« in den Papierkorb gelegt" in history
    assert "Bild »Kreis« aus dem Papierkorb geholt" in history


# --- Replacing ---------------------------------------------------------------


def new_picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("quadrat.png", png("blue"), content_type="image/png")


def test_replacing_a_picture_in_use_takes_the_right_to_release(news: Any, image: PortalImage, mara: User) -> None:
    name = image.file.name
    answer = edit(mara, image, file=new_picture(), fits="yes")
    assert "»Kreise«" in answer.content.decode()
    assert "Freigabe" in answer.content.decode()
    assert PortalImage.objects.get(pk=image.pk).file.name == name
    assert edit(mara, image, description="Ein Kreis in Rot").status_code == 302  # nothing that readers see


def test_replacing_asks_about_the_texts_and_tells_the_pages(news: Any, image: PortalImage, kim: User) -> None:
    answer = edit(kim, image, file=new_picture())
    text = answer.content.decode()
    assert "ob die Beschreibung und die Alternativtexte noch passen" in text
    assert "Ein roter Kreis" in text
    assert edit(kim, image, file=new_picture(), fits="no").status_code == 302
    image.refresh_from_db()
    assert "quadrat" in image.file.name
    entry = PageLogEntry.objects.get(action=REPLACED)
    assert (entry.page_id, entry.user) == (news.pk, kim)
    assert "durch eine andere Datei ersetzt" in signed_in(kim).get(f"/admin/pages/{news.pk}/history/").content.decode()


def test_what_was_replaced_lies_in_the_bin_and_can_be_had_again(image: PortalImage, kim: User) -> None:
    content = image.file.read()
    edit(kim, image, file=new_picture(), fits="yes")
    earlier = PortalImage.objects.exclude(trashed_at=None).get()
    assert earlier.title == "Kreis (ersetzt)"
    assert earlier.file.read() == content
    assert (earlier.width, earlier.height) == (400, 300)


@pytest.mark.parametrize("kind", ["image", "document"])
def test_the_bin_says_that_a_former_file_comes_back_as_one_of_its_own(
    kind: str, kim: User, request: pytest.FixtureRequest
) -> None:
    file = request.getfixturevalue(kind)
    word = {"image": "bild", "document": "datei"}[kind]
    former_name, new = file.filename, {"image": new_picture(), "document": SimpleUploadedFile("neu.txt", b"Neu")}[kind]
    edit(kim, file, file=new, fits="yes")
    former = type(file).objects.exclude(trashed_at=None).get()
    client, address = signed_in(kim), f"/admin/papierkorb/{word}/{former.pk}/wiederherstellen/"
    assert former_name in client.get("/admin/papierkorb/").content.decode()
    question = client.get(address).content.decode()
    assert former_name in question
    assert "Alles kommt zurück, wie es war" not in question
    assert {"image": "als eigenes Bild zurück", "document": "als eigene Datei zurück"}[kind] in question
    told = client.post(address, follow=True).content.decode()
    assert "»" + former.title + "« ist wieder da. Auf den Seiten bleibt, was an seine Stelle getreten ist." in told
    file.refresh_from_db()
    assert file.filename == new.name
    assert type(file).objects.filter(trashed_at=None, title=former.title).exists()


def test_the_former_file_of_one_with_a_long_title_is_still_known_as_that(image: PortalImage, kim: User) -> None:
    image.title = "K" * 255
    edit(kim, image, file=new_picture(), fits="yes")
    former = PortalImage.objects.exclude(trashed_at=None).get()
    assert replaced_files.is_former(former)


def test_the_bin_promises_everything_of_what_was_deleted(image: PortalImage, kim: User) -> None:
    files.trash(image, kim)
    question = signed_in(kim).get(f"/admin/papierkorb/bild/{image.pk}/wiederherstellen/").content.decode()
    assert "Alles kommt zurück, wie es war" in question
    assert image.filename in question


def test_a_document_keeps_its_address_and_its_former_bytes(
    portal: Portal, document: PortalDocument, mara: User, kim: User
) -> None:
    page = used(PublicationPageFactory(parent=portal.publications, title="Bericht", slug="bericht"))
    document = DocumentFactory(title="Merkblatt", collection=document.collection, file__filename="merkblatt.txt")
    address, content = document.url, document.file.read()
    file = SimpleUploadedFile("merkblatt.txt", b"Neuer Text", content_type="text/plain")
    assert edit(mara, document, file=file).status_code == 302  # on no public page
    document.refresh_from_db()
    assert document.url == address
    assert document.file.read() == b"Neuer Text"
    assert PortalDocument.objects.exclude(trashed_at=None).get().file.read() == content
    assert not page.get_latest_revision()


def test_the_title_of_an_offered_document_is_what_readers_see(
    publication: Any, document: PortalDocument, mara: User, kim: User
) -> None:
    assert "Freigabe" in edit(mara, document, title="Anders").content.decode()
    assert edit(kim, document, title="Anders").status_code == 302


# --- The form once more, after an error ----------------------------------------


LOST = "konnte nicht gefunden werden"


@pytest.mark.parametrize("changes", [{}, {"fits": "yes", "title": ""}], ids=["no answer", "no title"])
def test_after_an_error_the_screen_shows_the_picture_that_is_stored(
    changes: dict[str, str], news: Any, image: PortalImage, kim: User
) -> None:
    point = {f"focal_point_{name}": value for name, value in (("x", 20), ("y", 10), ("width", 8), ("height", 6))}
    text = edit(kim, image, file=new_picture(), credit="Stadt Leipzig", **point, **changes).content.decode()
    assert LOST not in text
    assert "quadrat" not in text
    assert f">{image.filename}</a> (400x300)" in without_icons(text)
    assert f"<dd>{file_size(image.get_file_size())}</dd>" in text
    assert image.get_rendition("max-800x600").url in text
    assert 'value="Stadt Leipzig"' in text  # what was typed
    assert 'data-focal-point-x="20"' in text


@pytest.mark.parametrize("changes", [{}, {"may_be_seen": "on", "title": ""}], ids=["hidden content", "no title"])
def test_after_an_error_the_screen_shows_the_document_that_is_stored(
    changes: dict[str, str], document: PortalDocument, kim: User
) -> None:
    new = SimpleUploadedFile("protokoll.docx", tracked_docx())
    text = edit(kim, document, file=new, **changes).content.decode()
    assert LOST not in text
    assert "protokoll.docx" not in text
    assert f'<a href="{document.url}">' in text
    assert f"<dd>{file_size(document.get_file_size())}</dd>" in text


@pytest.mark.parametrize("kind", ["image", "document"])
def test_a_file_that_is_lost_is_told_after_an_error_too(kind: str, kim: User, request: pytest.FixtureRequest) -> None:
    file = request.getfixturevalue(kind)
    file.file.storage.delete(file.file.name)
    assert LOST in edit(kim, file, title="").content.decode()
    assert edit(kim, file, title="Verloren").status_code == 302
    file.refresh_from_db()
    assert file.title == "Verloren"


def without_icons(markup: str) -> str:
    return re.sub(r"<svg.*?</svg>", "", markup, flags=re.DOTALL)
