"""A picture dropped into a page goes through the checks of the upload form, and leaves nothing where they fail."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection

from ogl_portal.media.models import PortalImage
from ogl_portal.teams import grants
from ogl_portal.users.models import RoleKey
from tests.factories import LabPageFactory, Portal, UserFactory
from tests.teams.teams import member, person, signed_in
from tests.uploads.photos import photo

ADDRESS = "/admin/bilder/ablegen/"


def file(name: str = "markt-platz.jpg", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or photo("JPEG"), content_type="image/jpeg")


def test_it_is_stored_clean_with_a_title_and_chosen(portal: Portal) -> None:
    answer = signed_in(person(RoleKey.STAFF)).post(ADDRESS, {"file": file()})
    chosen = answer.json()["chosen"]
    image = PortalImage.objects.get()
    assert (chosen["id"], chosen["title"], chosen["default_alt_text"]) == (str(image.pk), "Markt platz", "")
    assert image.collection == Collection.objects.get(name="Gemeinsam")
    assert b"Mustermann" not in image.file.read()


def test_a_team_drops_into_its_own_collection(portal: Portal) -> None:
    team = grants.create_team(LabPageFactory(parent=portal.labs))
    signed_in(member(team)).post(ADDRESS, {"file": file()})
    assert PortalImage.objects.get().collection == team.collection


def test_the_same_picture_again_is_chosen_and_not_stored_twice(portal: Portal) -> None:
    client = signed_in(person(RoleKey.STAFF))
    first, second = (client.post(ADDRESS, {"file": file(name)}).json() for name in ("a-eins.jpg", "b-zwei.jpg"))
    assert second["is_known"]
    assert second["chosen"]["id"] == first["chosen"]["id"]
    assert PortalImage.objects.count() == 1


@pytest.mark.parametrize(
    ("upload", "field"), [(file("IMG_1234.jpg"), "title"), (file("x-y.jpg", b"kein Bild"), "file"), (None, "file")]
)
def test_what_is_wrong_is_told_by_field_and_leaves_nothing(
    portal: Portal, upload: SimpleUploadedFile | None, field: str
) -> None:
    answer = signed_in(person(RoleKey.STAFF)).post(ADDRESS, {"file": upload} if upload else {})
    assert answer.status_code == 422
    assert field in answer.json()["errors"]
    assert not PortalImage.objects.exists()


def test_who_may_add_no_picture_may_drop_none(portal: Portal) -> None:
    assert signed_in(UserFactory()).post(ADDRESS, {"file": file()}).status_code in {302, 403}
    assert not PortalImage.objects.exists()
