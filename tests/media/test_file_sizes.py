"""One file has one size, wherever it is told: on public pages, in the admin, in limits and in refusals."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

from ogl_portal.german.formats import file_size
from ogl_portal.media.models import PortalDocument, PortalImage
from tests.factories import AdminFactory, DocumentFactory, ImageFactory, Portal, StandardPageFactory

SIZE, SHOWN = 4_230_000, "4,2\xa0MB"
SOURCES = ("ogl_portal", "labs", "publications", "news", "events", "templates")


@pytest.fixture
def admin(portal: Portal, client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


def test_a_file_has_one_size_in_public_and_in_the_admin(portal: Portal, admin: Client) -> None:
    document = DocumentFactory()
    PortalDocument.objects.filter(pk=document.pk).update(file_size=SIZE)
    body = json.dumps([{"type": "download", "value": {"document": document.pk, "title": ""}}])
    StandardPageFactory(parent=portal.home, slug="quelle", body=body)
    for address in ("/quelle/", reverse("wagtaildocs:edit", args=[document.pk])):
        assert SHOWN in admin.get(address).content.decode(), address


def test_a_picture_in_the_admin(admin: Client) -> None:
    picture = ImageFactory()
    PortalImage.objects.filter(pk=picture.pk).update(file_size=SIZE)
    assert SHOWN in admin.get(reverse("wagtailimages:edit", args=[picture.pk])).content.decode()


def test_a_template_of_wagtail_that_tells_a_size() -> None:
    template = engines["django"].from_string("{{ size|filesizeformat }}")
    assert template.render({"size": SIZE}) == SHOWN


@pytest.mark.parametrize("name", ["wagtaildocs:add", "wagtaildocs:add_multiple", "wagtailimages:add_multiple"])
def test_limits_are_told_as_they_are(admin: Client, name: str) -> None:
    limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE if "images" in name else settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
    text = admin.get(reverse(name)).content.decode().replace("\\u00A0", "\xa0")
    assert file_size(limit) in text
    assert not re.search(r"\d,\d\xa0MB", text), "a limit is a round number"


@pytest.mark.parametrize("kind", ["file", "picture"])
def test_a_refusal_tells_both_sizes(db: None, kind: str) -> None:
    form = get_document_form(get_document_model()) if kind == "file" else get_image_form(get_image_model())
    field = form.base_fields["file"]
    large = SimpleUploadedFile("gross.pdf", b"x")
    large.size = field.max_upload_size + 30_000_000
    check = field.check_document_file_size if kind == "file" else field.check_image_file_size
    with pytest.raises(ValidationError) as error:
        check(large)
    [sentence] = error.value.messages
    assert file_size(large.size) in sentence
    assert file_size(field.max_upload_size) in sentence


def test_nobody_counts_sizes_another_way() -> None:
    """No template of ours asks Django's filter, and no code divides bytes by itself."""
    root = Path(settings.BASE_DIR)
    files = [path for source in SOURCES for path in (root / source).rglob("*")]
    found = [
        str(path.relative_to(root))
        for path in files
        if path.suffix in (".html", ".txt", ".py")
        and re.search(r"\|\s*filesizeformat|// ?1024 ?\*\* ?2|/ ?1024 ?/ ?1024", path.read_text(encoding="utf-8"))
    ]
    assert found == []
