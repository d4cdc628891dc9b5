"""»Entwurf speichern« always succeeds: what nobody can read is kept as typed, and only publishing insists."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from events.models import EventPage
from news.models import NewsPage
from ogl_portal.core.publishing import PublishingRefusedError
from tests.editorial.test_bad_input import (
    CONTACT,
    MUNICIPALITY,
    block_messages,
    event_form,
    lab_form,
    message_at,
    news_form,
    publication_form,
)
from tests.factories import AdminFactory, ImageFactory, Portal


@pytest.fixture
def staff(client: Client, portal: Portal) -> Client:
    client.force_login(AdminFactory())
    return client


KINDS: dict[str, tuple[str, str, Any]] = {
    "labs": ("labs.labpage", "labs", lab_form),
    "publications": ("publications.publicationpage", "publications", publication_form),
    "events": ("events.eventpage", "events", lambda **changes: event_form(exceptions=inline_formset([]), **changes)),
    "news": ("news.newspage", "news", news_form),
    "pages": ("pages.standardpage", "home", lambda **changes: {"body": streamfield([]), **changes}),
}


def sent(kind: str, **fields: Any) -> dict[str, Any]:
    data = {"title": "Neu", "slug": "neu", "comments": inline_formset([])}
    return nested_form_data(data | KINDS[kind][2](**fields))


def create(client: Client, portal: Portal, kind: str, **fields: Any) -> Page:
    """The page that »Entwurf speichern« makes of a new form."""
    page_type, place, _ = KINDS[kind]
    app, model = page_type.split(".")
    address = f"/admin/pages/add/{app}/{model}/{getattr(portal, place).pk}/"
    response = client.post(address, sent(kind, **fields))
    assert response.status_code == 302, response.context and response.context["form"].errors
    return Page.objects.latest("pk").specific


def edit(client: Client, page: Page, kind: str, **fields: Any) -> Any:
    return client.post(f"/admin/pages/{page.pk}/edit/", sent(kind, **fields))


def form_of(client: Client, page: Page) -> Any:
    return client.get(f"/admin/pages/{page.pk}/edit/")


def typed_in(response: Any, field: str) -> str:
    soup = BeautifulSoup(response.content, "lxml")
    widget = soup.find(attrs={"name": field})
    assert widget, f"there is no field {field}"
    if widget.name == "textarea":
        return widget.get_text().strip("\n")
    return str(widget.get("value", ""))


def draft_of(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


UNREADABLE = [
    ("labs", {"latitude": "12.61"}, "latitude", "12.61", "Der Breitengrad muss"),
    ("labs", {"latitude": "nördlich"}, "latitude", "nördlich", "Zahl"),
    ("labs", {"latitude": "51.123456789"}, "latitude", "51.123456789", "höchstens 7 Ziffern"),
    ("labs", {"period_start": "31. April 2020"}, "period_start", "31. April 2020", "Diesen Tag gibt es nicht"),
    ("labs", {"teaser": "x" * 500}, "teaser", "x" * 500, "400"),
    ("publications", {"isbn": "978-3-16-148410-1"}, "isbn", "978-3-16-148410-1", "Prüfziffer"),
    ("publications", {"doi": "zehn/elf"}, "doi", "zehn/elf", "ist keine DOI"),
    ("publications", {"source_url": "ftp//example"}, "source_url", "ftp//example", "gültige"),
    ("publications", {"home_page_order": "0"}, "home_page_order", "0", "zählt ab 1"),
    ("events", {"start_date": "31.02.2022"}, "start_date", "31.02.2022", "gültiges Datum"),
    ("events", {"start_date": "08.12.2022", "start_time": "25:00"}, "start_time", "25:00", "gültige Uhrzeit"),
    ("events", {"start_date": "08.12.2022", "end_date": "07.12.2022"}, "end_date", "07.12.2022", "vor dem Beginn"),
    ("events", {"fuzzy_date": "Frühling"}, "fuzzy_date", "Frühling", "ist nicht als Datum lesbar"),
    ("events", {"start_date": "08.12.2022", "series_text": "ab und zu"}, "series_text", "ab und zu", "."),
    ("events", {"online_url": "https//example"}, "online_url", "https//example", "gültige"),
    ("pages", {"slug": "mit leer zeichen"}, "slug", "mit leer zeichen", "ohne Leerzeichen"),
    ("pages", {"title": ""}, "title", "", "."),
    ("pages", {"title": "ü" * 300}, "title", "ü" * 300, "255"),
]


@pytest.mark.parametrize(("kind", "changes", "field", "typed", "sentence"), UNREADABLE)
class TestOneField:
    def test_a_new_draft_keeps_it_as_typed(
        self, staff: Client, portal: Portal, kind: str, changes: Any, field: str, typed: str, sentence: str
    ) -> None:
        page = create(staff, portal, kind, **changes)
        shown = form_of(staff, page)
        assert typed_in(shown, field) == typed
        assert sentence in message_at(shown, field)

    def test_a_draft_that_is_there_keeps_it_and_what_else_was_changed(
        self, staff: Client, portal: Portal, kind: str, changes: Any, field: str, typed: str, sentence: str
    ) -> None:
        page = create(staff, portal, kind)
        others = {"title": "Anders"} if field != "title" else {"seo_title": "Anders"}
        assert edit(staff, page, kind, **others, **changes).status_code == 302
        shown = form_of(staff, page)
        assert (typed_in(shown, field), typed_in(shown, next(iter(others)))) == (typed, "Anders")
        assert sentence in message_at(shown, field)
        assert "stimmt noch nicht" in shown.content.decode()

    def test_only_publishing_insists(
        self, staff: Client, portal: Portal, kind: str, changes: Any, field: str, typed: str, sentence: str
    ) -> None:
        page = create(staff, portal, kind, **changes)
        assert sentence in message_at(edit(staff, page, kind, **changes, **PUBLISH), field)
        with pytest.raises(PublishingRefusedError):
            draft_of(page).latest_revision.publish()
        assert not Page.objects.get(pk=page.pk).live


PUBLISH = {"action-publish": "action-publish"}
BROKEN_ROWS = [
    ("labs", {"contacts": inline_formset([{**CONTACT, "expires_on": "31.02.2099"}])}, "contacts-0-expires_on"),
    ("labs", {"contacts": inline_formset([{**CONTACT, "email": "mara@"}])}, "contacts-0-email"),
    ("labs", {"municipalities": inline_formset([{**MUNICIPALITY, "ags": "99999999"}])}, "municipalities-0-ags"),
    ("labs", {"links": inline_formset([{"title": "x", "url": "javascript:alert(1)"}])}, "links-0-url"),
    ("news", {"dates": inline_formset([{"date": "32.10.2022"}])}, "dates-0-date"),
]


@pytest.mark.parametrize(("kind", "changes", "field"), BROKEN_ROWS)
def test_rows_are_kept_as_typed(staff: Client, portal: Portal, kind: str, changes: Any, field: str) -> None:
    page = create(staff, portal, kind, **changes)
    typed = sent(kind, **changes)[field]
    for _ in range(2):  # it stands there again on every later edit
        shown = form_of(staff, page)
        assert typed_in(shown, field) == typed
        assert message_at(shown, field)
        assert edit(staff, page, kind, title="Später", **changes).status_code == 302
    assert draft_of(page).title == "Später"
    with pytest.raises(ValidationError):
        draft_of(page).latest_revision.publish()


def test_rows_that_are_mended_are_stored_once(staff: Client, portal: Portal) -> None:
    page = create(staff, portal, "news", dates=inline_formset([{"date": "32.10.2022"}, {"date": "Mai 2022"}]))
    assert not draft_of(page).dates.exists()
    good = inline_formset([{"date": "31.10.2022"}, {"date": "Mai 2022"}])
    assert edit(staff, page, "news", dates=good, **PUBLISH).status_code == 302
    news = NewsPage.objects.get()
    assert (news.live, sorted(news.dates.values_list("date", flat=True))) == (True, ["2022-05", "2022-10-31"])
    assert not draft_of(page).kept_input


def test_rows_that_somebody_else_removed_do_not_break_the_form(staff: Client, portal: Portal) -> None:
    page = create(staff, portal, "news")
    row = page.dates.get()
    row_sent = inline_formset([{"id": str(row.pk), "date": "Mai 2022"}], initial=1)
    row.delete()
    draft = NewsPage.objects.get()
    draft.save_revision(clean=False)
    assert edit(staff, page, "news", dates=row_sent).status_code == 302
    assert [date.date for date in draft_of(page).dates.all()] == ["2022-05"]


BAD_BODIES = [
    (
        [("call_to_action", {"title": "Mehr", "text": "", "link_text": "Mehr", "page": "", "url": "kein Netz"})],
        "gültige",
    ),
]


@pytest.mark.parametrize(("blocks", "sentence"), BAD_BODIES)
def test_a_body_is_kept_as_typed_and_the_last_good_one_stays(
    staff: Client, portal: Portal, blocks: Any, sentence: str
) -> None:
    good = streamfield([("paragraph", rich_text("<p>Gut lesbar</p>"))])
    page = create(staff, portal, "pages", body=good)
    assert edit(staff, page, "pages", body=streamfield(blocks)).status_code == 302
    shown = block_messages(form_of(staff, page))
    assert sentence in shown
    assert "Gut lesbar" in str(draft_of(page).body)
    assert "Gut lesbar" in staff.get(f"/admin/pages/{page.pk}/view_draft/").content.decode()
    with pytest.raises(PublishingRefusedError):
        draft_of(page).latest_revision.publish()


def test_what_is_not_saved_at_all_is_not_in_the_text_but_stays_in_the_form(staff: Client, portal: Portal) -> None:
    embed = '<iframe src="https://video.example.org/1"></iframe>'
    page = create(staff, portal, "pages", teaser=embed)
    assert draft_of(page).teaser == ""
    shown = form_of(staff, page)
    assert typed_in(shown, "teaser") == embed
    assert message_at(shown, "teaser")


def test_the_automatic_save_succeeds_and_stays_on_its_version(staff: Client, portal: Portal) -> None:
    page = create(staff, portal, "events")
    data = sent("events", start_date="31.02.2022")
    first = staff.post(f"/admin/pages/{page.pk}/edit/", data, headers={"Accept": "application/json"}).json()
    assert first["success"] is True
    again = data | {"overwrite_revision_id": first["revision_id"], "title": "Weiter"}
    second = staff.post(f"/admin/pages/{page.pk}/edit/", again, headers={"Accept": "application/json"}).json()
    assert (second["success"], second["revision_id"]) == (True, first["revision_id"])
    shown = form_of(staff, page)
    assert (typed_in(shown, "start_date"), typed_in(shown, "title")) == ("31.02.2022", "Weiter")


def test_a_public_page_stays_as_it_is(staff: Client, portal: Portal) -> None:
    page = create(staff, portal, "events", start_date="08.12.2022", **PUBLISH)
    assert edit(staff, page, "events", start_date="gestern").status_code == 302
    public = EventPage.objects.get()
    assert (public.live, str(public.start_date), public.has_unpublished_changes) == (True, "2022-12-08", True)
    assert typed_in(form_of(staff, page), "start_date") == "gestern"
    staff.post(f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={page.pk}")
    assert str(EventPage.objects.get().start_date) == "2022-12-08"
    assert EventPage.objects.get().has_unpublished_changes


def test_a_rule_that_cannot_be_read_leaves_the_old_one(staff: Client, portal: Portal) -> None:
    weekly = {"start_date": "08.12.2022", "series_text": "jeden Donnerstag bis 29. Dezember 2022"}
    page = create(staff, portal, "events", **weekly)
    assert draft_of(page).series_frequency
    before = draft_of(page).series_sentence
    edit(staff, page, "events", start_date="08.12.2022", series_text="mal so, mal so")
    assert draft_of(page).series_sentence == before
    assert typed_in(form_of(staff, page), "series_text") == "mal so, mal so"


def test_a_page_without_title_is_saved_and_gets_its_address_with_the_title(staff: Client, portal: Portal) -> None:
    page = create(staff, portal, "pages", title="", slug="")
    assert (page.title, page.live) == ("Ohne Titel", False)
    shown = form_of(staff, page)
    assert (typed_in(shown, "title"), typed_in(shown, "slug")) == ("", "")
    edit(staff, page, "pages", title="Über Öffnung", slug="")
    assert (draft_of(page).title, draft_of(page).slug) == ("Über Öffnung", "ueber-oeffnung")


@pytest.mark.parametrize("gone", ["body-count", "body-0-type", "body-0-order", "dates-TOTAL_FORMS"])
@pytest.mark.parametrize("is_new", [True, False])
def test_a_form_of_which_parts_are_missing_is_refused_in_words(
    staff: Client, portal: Portal, gone: str, is_new: bool
) -> None:
    blocks = streamfield([("paragraph", rich_text("<p>Text</p>"))])
    address = f"/admin/pages/add/news/newspage/{portal.news.pk}/"
    if not is_new:
        address = f"/admin/pages/{create(staff, portal, 'news', body=blocks).pk}/edit/"
    data = sent("news", body=blocks)
    del data[gone]
    before = NewsPage.objects.count()
    response = staff.post(address, data)
    assert response.status_code == (200 if gone == "dates-TOTAL_FORMS" else 400)
    assert "Das Formular kam unvollständig an. Es wurde nichts gespeichert" in response.content.decode()
    assert NewsPage.objects.count() == before


def test_copies_and_earlier_versions_bring_along_what_was_typed(staff: Client, portal: Portal) -> None:
    page = create(staff, portal, "events", start_date="irgendwann")
    copy = draft_of(page).copy(update_attrs={"slug": "kopie"})
    assert typed_in(form_of(staff, copy), "start_date") == "irgendwann"
    first = draft_of(page).latest_revision
    edit(staff, page, "events", start_date="08.12.2022")
    assert not draft_of(page).kept_input
    shown = staff.get(f"/admin/pages/{page.pk}/revisions/{first.pk}/revert/")
    assert typed_in(shown, "start_date") == "irgendwann"


def test_a_schedule_that_ends_before_it_begins_is_told_with_the_names_of_its_fields(
    staff: Client, portal: Portal
) -> None:
    schedule = {"go_live_at": "2035-05-02 10:00", "expire_at": "2035-05-01 10:00"}
    shown = form_of(staff, create(staff, portal, "pages", **schedule))
    form = shown.context["form"]
    assert typed_in(shown, "expire_at") == schedule["expire_at"]
    begins, ends = (str(form[name].label) for name in schedule)
    assert {sentence for problem in form.problems() for sentence in problem.sentences} == {
        f"»{begins}« muss vor »{ends}« liegen."
    }
    heading = BeautifulSoup(shown.content, "lxml").find(id="form-problems-title")
    assert heading
    assert "lesbar" not in heading.get_text()  # it can be read, but does not fit


def test_the_preview_shows_the_last_good_value(staff: Client, portal: Portal) -> None:
    page = create(staff, portal, "events", start_date="08.12.2022")
    data = sent("events", start_date="bald", title="Neuer Titel")
    answer = staff.post(f"/admin/pages/{page.pk}/edit/preview/", data).json()
    assert answer == {"is_valid": True, "is_available": True}
    text = staff.get(f"/admin/pages/{page.pk}/edit/preview/?mode=").content.decode()
    assert "Neuer Titel" in text
    assert "8. Dezember 2022" in text.replace("\xa0", " ")


@pytest.mark.parametrize("key", ["99999999", "kein Schlüssel"])
def test_a_picture_that_is_gone_is_told_and_the_form_stays_open(staff: Client, portal: Portal, key: str) -> None:
    page = create(staff, portal, "news", picture=key, picture_alt="Foto")
    assert draft_of(page).picture is None
    assert "stimmt noch nicht" in form_of(staff, page).content.decode()


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("kind", ["news", "pages"])
def test_a_new_draft_may_have_pictures_without_words(staff: Client, portal: Portal, kind: str, accept: str) -> None:
    image = ImageFactory()
    block = {"image": image.pk, "decorative": "", "alt": "", "caption": "", "credit": ""}
    beside = {"picture": image.pk, "picture_alt": ""} if kind == "news" else {}
    page_type, place, _ = KINDS[kind]
    app, model = page_type.split(".")
    address = f"/admin/pages/add/{app}/{model}/{getattr(portal, place).pk}/"
    body = streamfield([("picture", block)])
    response = staff.post(address, sent(kind, body=body, **beside), headers={"Accept": accept})
    assert response.status_code in (200, 302), response.content
    draft = draft_of(Page.objects.latest("pk"))
    assert draft.body[0].value["image"] == image
    assert not draft.kept_input.fields
    with pytest.raises(PublishingRefusedError):
        draft.latest_revision.publish()


def test_a_sentence_names_the_field_as_the_form_does_and_nothing_says_that_all_is_well(
    staff: Client, portal: Portal
) -> None:
    page = create(staff, portal, "news", title="Neues")
    rows = [{"id": page.dates.get().pk, "date": ""}]
    response = edit(staff, page, "news", dates=inline_formset(rows, initial=1), **{"action-publish": "1"})
    told = BeautifulSoup(response.content, "lxml").select_one("[data-form-problems] li")
    assert told
    assert " ".join(told.get_text().split()) == "Datum: Dieses Feld muss ausgefüllt werden."
    assert "nichts aufgefallen" not in response.content.decode()


def test_a_sentence_names_the_row_where_there_are_several(staff: Client, portal: Portal) -> None:
    page = create(staff, portal, "labs", municipalities=inline_formset([MUNICIPALITY, MUNICIPALITY | {"ags": "1"}]))
    (told,) = BeautifulSoup(form_of(staff, page).content, "lxml").select("[data-form-problems] li")
    assert " ".join(told.get_text().split()).startswith("Kommune 2, Amtlicher Gemeindeschlüssel: ")
