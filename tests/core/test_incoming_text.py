"""Text is cleaned wherever it comes in: forms, rich text, blocks, names of files, records without a form."""

import json
from typing import Any

import pytest
from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from news.models import NewsPage
from ogl_portal.core.incoming_text import clean_record
from ogl_portal.core.models import Topic
from ogl_portal.german.dates import FuzzyDate
from ogl_portal.media.models import PortalDocument, PortalImage
from ogl_portal.pages.models import StandardPage
from tests.factories import AdminFactory, NewsPageFactory, Portal, StandardPageFactory, TopicFactory

DECOMPOSED = "Fu\u0308r Ko\u0308ln"
COMPOSED = "Für Köln"


@pytest.fixture
def editor(portal: Portal, client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


def table(caption: str, cell: str) -> str:
    return json.dumps({"data": [["Kopf"], [cell]], "table_caption": caption, "first_row_is_table_header": True})


def standard_page(title: str, text: str, **fields: str) -> dict[str, Any]:
    blocks = [("paragraph", rich_text(f"<p>{text}</p>")), ("table", table(text, text))]
    form = {"title": title, "slug": "probe", "body": streamfield(blocks), "comments": inline_formset([])}
    return nested_form_data(form | fields)


def test_a_line_and_running_text_of_a_form_are_cleaned() -> None:
    class Form(forms.Form):
        line = forms.CharField()
        text = forms.CharField(widget=forms.Textarea)

    form = Form({"line": f" {DECOMPOSED}\x0b\u200b", "text": f"Trenn\x02\r\nstrich\r\n{DECOMPOSED}\x1f"})
    assert form.is_valid()
    assert form.cleaned_data == {"line": COMPOSED, "text": f"Trennstrich\n{COMPOSED}"}


def test_a_text_of_which_nothing_is_left_is_missing() -> None:
    assert not type("Form", (forms.Form,), {"line": forms.CharField()})({"line": "\u200b\x02"}).is_valid()


def test_a_password_stays_as_it_was_typed() -> None:
    first, second = SetPasswordMixin.create_password_fields()
    assert first.clean(f"{DECOMPOSED}\x02 ") == f"{DECOMPOSED}\x02 "
    assert second.clean(DECOMPOSED) == DECOMPOSED


def test_a_page_is_cleaned_with_its_rich_text_and_its_tables(editor: Client, portal: Portal) -> None:
    address = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", portal.home.pk])
    hostile = f"{DECOMPOSED}\x02\ud83d"  # the half of a pair comes escaped in the JSON of editor and table
    response = editor.post(address, standard_page(f"{DECOMPOSED}\x1f", hostile, seo_title=DECOMPOSED))
    assert response.status_code == 302
    page = StandardPage.objects.get(slug="probe")
    draft = page.get_latest_revision_as_object()
    for version in (page, draft):
        assert (version.title, version.seo_title) == (COMPOSED, COMPOSED)
        assert version.body[0].value.source.endswith(f">{COMPOSED}</p>")
        assert version.body[1].value["data"] == [["Kopf"], [COMPOSED]]
        assert version.body[1].value["table_caption"] == COMPOSED


def test_an_automatic_save_cleans_as_well(editor: Client, portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home, slug="probe")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = editor.post(
        address, standard_page(DECOMPOSED, f"{DECOMPOSED}\x02"), headers={"accept": "application/json"}
    )
    assert answer.json()["success"]
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert draft.title == COMPOSED
    assert draft.body[1].value["table_caption"] == COMPOSED


def test_the_admin_finds_what_is_looked_for_in_another_form(editor: Client, portal: Portal) -> None:
    NewsPageFactory(parent=portal.news, title=f"Meldung {DECOMPOSED}")
    for typed in (COMPOSED, DECOMPOSED):
        results = editor.get(reverse("wagtailadmin_pages:search"), {"q": f"Meldung {typed}"})
        assert f"Meldung {COMPOSED}" in results.content.decode()


def test_a_date_that_looks_readable_is_readable() -> None:
    assert FuzzyDate.parse("7. Ma\u0308rz\u200b 2022").edtf == "2022-03-07"


def test_records_made_without_a_form_are_cleaned(portal: Portal) -> None:
    news = NewsPageFactory(parent=portal.news, title=f"{DECOMPOSED}\x0bEnde", teaser=f"{DECOMPOSED}\x0bEnde")
    news = NewsPage.objects.get(pk=news.pk)
    assert (news.title, news.draft_title, news.teaser) == (f"{COMPOSED} Ende", f"{COMPOSED} Ende", f"{COMPOSED}\nEnde")
    topic = TopicFactory(name=f"{DECOMPOSED}\ufffe")
    assert Topic.objects.get(pk=topic.pk).name == COMPOSED


def test_a_field_that_was_not_read_is_left_alone(portal: Portal, django_assert_num_queries: Any) -> None:
    NewsPageFactory(parent=portal.news, slug="probe")
    page = Page.objects.only("pk", "title").get(slug="probe")
    with django_assert_num_queries(0):
        assert clean_record(page) == []


def test_uploads_keep_their_umlauts_in_title_and_name(editor: Client, portal: Portal) -> None:
    root = Collection.get_first_root_node().pk
    file = SimpleUploadedFile(f"{DECOMPOSED}.txt", b"Text")
    added = editor.post(reverse("wagtaildocs:add_multiple"), {"files[]": file, "title": DECOMPOSED, "collection": root})
    assert added.json()["success"]
    document = PortalDocument.objects.get(title=COMPOSED)
    assert document.filename == "Fuer_Koeln.txt"
    picture = SimpleUploadedFile(f"{DECOMPOSED}.png", get_test_image_file().file.getvalue())
    added = editor.post(reverse("wagtailimages:add_multiple"), {"files[]": picture, "collection": root})
    assert added.json()["success"], added.json()
    assert PortalImage.objects.get(title=COMPOSED).filename == "Fuer_Koeln.png"


@pytest.mark.parametrize("action", [{}, {"action-publish": "1"}])
def test_a_word_too_long_for_its_field_is_told_there(editor: Client, portal: Portal, action: dict[str, str]) -> None:
    address = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", portal.home.pk])
    response = editor.post(address, standard_page("Wort" * 75, "Text", slug="lang" * 75, **action))
    if not action:  # a draft is saved, with both as they were typed
        response = editor.get(response["Location"])
    errors = response.context["form"].errors
    assert response.status_code == 200
    assert "255" in errors["title"][0]
    assert "255" in errors["slug"][0]
    assert StandardPage.objects.exists() == (not action)
