"""Two people save one record that keeps no versions: nothing that was saved goes in silence."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import querydict_from_html

from ogl_portal.core.merging_form import LOADED, MergingForm
from ogl_portal.core.models import SiteSettings, Topic
from ogl_portal.users.models import RoleKey
from publications.models import LiteratureAuthor, LiteratureEntry
from tests.factories import Portal
from tests.teams.teams import person, signed_in


@pytest.fixture
def kim(portal: Portal) -> Client:
    return signed_in(person(RoleKey.PUBLISHERS, first_name="Kim", last_name="Beispiel"))


@pytest.fixture
def mara(portal: Portal) -> Client:
    return signed_in(person(RoleKey.PUBLISHERS, first_name="Mara", last_name="Muster"))


@pytest.fixture
def topic(portal: Portal) -> Topic:
    return Topic.objects.create(name="Beteiligung", slug="beteiligung", description="Von allen.")


def address(record: Any) -> str:
    meta = record._meta
    return reverse(f"wagtailsnippets_{meta.app_label}_{meta.model_name}:edit", args=[record.pk])


def sent_by(response: Any) -> dict[str, Any]:
    """What a browser would send of the form that is shown."""
    form = BeautifulSoup(response.content, "html.parser").select_one(f"form:has([name={LOADED}])")
    return querydict_from_html(str(form)).dict()


def opened(client: Client, url: str) -> dict[str, Any]:
    return sent_by(client.get(url))


def errors_in(response: Any) -> str:
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(" ".join(found.get_text().split()) for found in soup.select(".error-message, .errorlist"))


def test_every_form_of_a_record_without_versions_merges() -> None:
    for model in [*get_snippet_models(), *settings_registry]:
        assert issubclass(model.base_form_class, MergingForm), model


def test_what_another_has_saved_stays_where_this_form_did_not_touch_it(topic: Topic, kim: Client, mara: Client) -> None:
    url = address(topic)
    early, late = opened(kim, url), opened(mara, url)
    assert kim.post(url, early | {"description": "Von vielen."}).status_code == 302
    assert mara.post(url, late | {"name": "Mitreden"}).status_code == 302
    topic.refresh_from_db()
    assert (topic.name, topic.description) == ("Mitreden", "Von vielen.")


def test_the_same_field_is_asked_about_and_saving_again_decides(topic: Topic, kim: Client, mara: Client) -> None:
    url = address(topic)
    early, late = opened(kim, url), opened(mara, url)
    kim.post(url, early | {"name": "Mitreden", "description": "Von vielen."})
    response = mara.post(url, late | {"name": "Mitmachen"})
    assert response.status_code == 200
    told = errors_in(response)
    assert "Dieses Feld hat Kim Beispiel um" in told
    assert "Gespeichert ist jetzt: »Mitreden«." in told
    topic.refresh_from_db()
    assert topic.name == "Mitreden"
    again = sent_by(response)
    assert again["name"] == "Mitmachen"
    assert mara.post(url, again).status_code == 302
    topic.refresh_from_db()
    assert (topic.name, topic.description) == ("Mitmachen", "Von vielen."), "the other field is not taken back"


def test_both_typed_the_same(topic: Topic, kim: Client, mara: Client) -> None:
    url = address(topic)
    early, late = opened(kim, url), opened(mara, url)
    assert kim.post(url, early | {"name": "Mitreden"}).status_code == 302
    assert mara.post(url, late | {"name": "Mitreden"}).status_code == 302


def test_settings_too(portal: Portal) -> None:
    first, second = (signed_in(person(RoleKey.PUBLISHERS, is_superuser=True)) for _ in range(2))
    url = reverse("wagtailsettings:edit", args=["core", "sitesettings", portal.home.get_site().pk])
    early, late = opened(first, url), opened(second, url)
    names = [f.name for f in SiteSettings._meta.fields if f.name in early and f.get_internal_type() == "CharField"][:2]
    assert first.post(url, early | {names[0]: "Eins"}).status_code == 302
    assert second.post(url, late | {names[1]: "Zwei"}).status_code == 302
    stored = SiteSettings.objects.get()
    assert [getattr(stored, name) for name in names] == ["Eins", "Zwei"]
    assert "Gespeichert ist jetzt: »Eins«" in errors_in(second.post(url, late | {names[0]: "Drei"}))


def test_rows_are_asked_about(kim: Client, mara: Client) -> None:
    entry = LiteratureEntry.objects.create(slug="laumer", title="Buch")
    entry.authors.add(LiteratureAuthor(family_name="Laumer"))
    entry.save()
    url = address(entry)
    early, late = opened(kim, url), opened(mara, url)
    kim.post(url, early | {"authors-0-family_name": "Laumert"})
    response = mara.post(url, late | {"authors-0-family_name": "Laumer-Ort"})
    assert response.status_code == 200
    assert "»Verfasser:innen« hat Kim Beispiel" in errors_in(response)
    again = sent_by(response)
    assert mara.post(url, again).status_code == 302
    assert LiteratureAuthor.objects.get().family_name == "Laumer-Ort"


def test_the_second_window_of_one_person(topic: Topic, kim: Client) -> None:
    url = address(topic)
    early, late = opened(kim, url), opened(kim, url)
    kim.post(url, early | {"name": "Mitreden"})
    assert "Dieses Feld haben Sie um" in errors_in(kim.post(url, late | {"name": "Mitmachen"}))
