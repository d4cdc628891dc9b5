"""Forms that no browser sends are refused with 400 and a sentence; nothing of them is stored (see tests/hostile)."""

import json
from itertools import cycle
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import CharField, Form, formset_factory
from django.http import HttpResponse
from django.test import Client, RequestFactory
from wagtail.models import Page, Revision

from ogl_portal.core.blocks.table import CaptionedTableBlock
from ogl_portal.web.incoming_forms import IncompleteFormError
from ogl_portal.web.incomplete_form import IncompleteFormMiddleware
from tests.everything import edit_address
from tests.factories import AdminFactory, ImageFactory, LabPageFactory, Portal, StandardPageFactory
from tests.form_filler import Filler

SENTENCE = "Das Formular kam unvollständig an. Es wurde nichts gespeichert"


def rich(**changes: Any) -> str:
    """Rich text as its editor sends it, with a link over its first letters."""
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": 1}} | changes
    ranges = [{"offset": 0, "length": 3, "key": 0}]
    block = {
        "key": "a",
        "text": "Wort",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": ranges,
    }
    return json.dumps({"blocks": [block], "entityMap": {"0": link}})


FORGED = {
    "body-count": ["", "x", "9" * 4301],
    "body-0-order": ["", "oben"],
    "body-0-value": [
        "x", "[]", "[" * 5000, '{"blocks": 3}', '{"blocks": [{"text": 0}], "entityMap": {}}',
        rich(data={"id": "x"}), rich(data={"id": {}}), rich(type="DOCUMENT", data={}), rich().replace('{"0"', '{"1"'),
    ],
    "body-1-value-image": ["x", "1.5", "[]"],
    "body-2-value": ["x", "[]", '"Tabelle"', '{"data": 3}', '{"data": [3]}'],
    "comments-TOTAL_FORMS": ["1000000000"],
}  # fmt: skip


@pytest.fixture
def staff(client: Client, db: None) -> Client:
    client.force_login(AdminFactory())
    client.raise_request_exception = False
    return client


@pytest.fixture
def page(portal: Portal) -> Page:
    return StandardPageFactory(parent=portal.home)


def sent_for(staff: Client, page: Page) -> dict[str, Any]:
    """What the editor of ``page`` sends: text, a picture and a table in its body."""
    form = staff.get(edit_address(page)).context["form"]
    sent = Filler(cycle(["Wort"]).__next__, {}).form(form, {"body"} & form.fields.keys())
    blocks = {"paragraph": rich(data={"id": page.pk}), "picture": "", "table": json.dumps({"data": [["a"]]})}
    sent |= {"body-count": "3", "body-1-value-image": str(ImageFactory().pk)}
    for number, (kind, value) in enumerate(blocks.items()):
        start = f"body-{number}"
        sent |= {f"{start}-type": kind, f"{start}-order": str(number), f"{start}-deleted": "", f"{start}-value": value}
    return sent | {f"body-1-value-{name}": "" for name in ("alt", "caption", "credit")}


def test_no_forged_part_of_an_editor_is_read(staff: Client, page: Page) -> None:
    form, sent = staff.get(edit_address(page)).context["form"], sent_for(staff, page)

    def is_taken(**changes: str) -> bool:
        again = type(form)(sent | changes, {}, instance=page, parent_page=page.get_parent(), for_user=form.for_user)
        again.defer_required_fields()
        return again.is_valid()

    assert is_taken()
    for name, values in FORGED.items():
        for value in values:
            with pytest.raises(IncompleteFormError):
                assert not is_taken(**{name: value}), f"{name}={value[:80]}"


def test_a_forged_form_is_refused_in_words_and_stores_nothing(staff: Client, page: Page) -> None:
    sent = sent_for(staff, page) | {"body-2-value": "[]", "action-publish": "1", "title": "Anders"}
    response = staff.post(edit_address(page), sent)
    assert (response.status_code, SENTENCE in response.content.decode()) == (400, True)
    assert (Revision.objects.count(), Page.objects.get(pk=page.pk).title) == (0, page.title)


def test_an_automatic_saving_is_told_in_its_own_way(staff: Client, page: Page) -> None:
    sent = sent_for(staff, page) | {"body-0-value": "x"}
    response = staff.post(edit_address(page), sent, headers={"Accept": "application/json"})
    assert response.status_code == 400
    assert response.json()["error_message"].startswith(SENTENCE)


def test_a_link_to_a_record_is_stored_as_before(staff: Client, page: Page) -> None:
    assert staff.post(edit_address(page), sent_for(staff, page)).status_code == 302
    paragraph = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object().body[0]
    assert f'<a linktype="page" id="{page.pk}">Wor</a>t' in str(paragraph.value.source)


def test_a_table_is_stored_with_what_it_shows_and_nothing_else() -> None:
    sent = {"data": [["a", 1, None]], "table_caption": "b", "mergeCells": [{}], "cell": [{"className": "c"}], "x": 1}
    assert CaptionedTableBlock().value_from_form(json.dumps(sent)) == {
        "data": [["a", "1", None]], "table_caption": "b",
    }  # fmt: skip


def test_choosers_of_snippets_and_rows_of_children(staff: Client, portal: Portal) -> None:
    lab = LabPageFactory(parent=portal.labs)
    for address, sent in (
        ("/admin/choose-external-link/", {"link_text": "Wort"}),
        (edit_address(lab), sent_for(staff, lab) | {"municipalities-TOTAL_FORMS": "1000000000"}),
        ("/admin/images/multiple/add/", {"x": SimpleUploadedFile("x.png", b"x")}),
        ("/admin/documents/edit/1/", {"next": "pk__gt"}),
    ):
        response = staff.post(address, sent, headers={"X-Requested-With": "XMLHttpRequest"})
        assert (response.status_code, SENTENCE in response.content.decode()) == (400, True), address


def test_an_empty_row_without_its_place_is_refused(staff: Client, portal: Portal) -> None:
    """Wagtail asks every row of a form that has errors elsewhere for its place."""
    lab = LabPageFactory(parent=portal.labs)
    form = staff.get(edit_address(lab)).context["form"]
    sent = Filler(cycle(["Wort"]).__next__, {}).form(form, set())
    kind = sent["partners-0-kind"]
    sent = {name: value for name, value in sent.items() if not name.startswith("partners-0-")}
    sent |= {"partners-0-name": "", "partners-0-kind": kind, "action-publish": "1"}
    response = staff.post(edit_address(lab), sent)
    assert response.status_code == 400


def test_what_cannot_be_chosen_is_told_at_the_field(staff: Client, portal: Portal) -> None:
    for value in ("x", "\x00", "1.5", "9" * 30):
        response = staff.post("/admin/snippets/search/bestbet/add/", {"words": "Wort", "page": value})
        assert response.status_code == 200
        assert response.context["form"].errors["page"]


def test_a_key_that_is_no_number_names_nothing() -> None:
    """Where a view looks up what was sent before its form does; a fault of our own stays one."""
    middleware = IncompleteFormMiddleware(lambda _: HttpResponse())
    request = RequestFactory().get("/admin/anywhere/?id=x", headers={"Accept": "application/json"})
    for sent, status in (("x", 400), ("ours", None)):
        with pytest.raises(ValueError, match="expected a number") as failure:
            Page.objects.filter(pk=sent)
        answer = middleware.process_exception(request, failure.value)
        assert (answer and answer.status_code) == status


def test_a_key_that_is_no_number_leads_nowhere(staff: Client) -> None:
    """The dialogs for links put the key of a page into the addresses of their tabs."""
    for value in ("x", "%F0%9F", "-1"):
        assert staff.get(f"/admin/choose-anchor-link/?parent_page_id={value}").status_code == 400


def test_rows_that_were_not_sent_are_not_built() -> None:
    class Row(Form):
        word = CharField()

    counts = {"form-TOTAL_FORMS": "2000", "form-INITIAL_FORMS": "0", "form-0-word": "Wort"}
    with pytest.raises(IncompleteFormError):
        formset_factory(Row)(counts).is_valid()
    assert formset_factory(Row)(counts | {"form-TOTAL_FORMS": "1"}).is_valid()


def test_what_a_form_cleans_together_may_lack_a_field_that_is_told_already(staff: Client) -> None:
    assert staff.post("/admin/redirects/import/process/", {}).status_code == 400


def test_a_reader_is_not_shown_a_page_of_the_admin() -> None:
    request = RequestFactory().post("/kontakt/senden/")
    request.user = AnonymousUser()
    answer = IncompleteFormMiddleware(lambda _: HttpResponse()).process_exception(request, IncompleteFormError())
    assert answer is not None
    assert answer.status_code == 400
    assert b"admin" not in answer.content
