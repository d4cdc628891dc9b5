"""An existing site's pages become the new types, and what staff wrote is still there."""

import importlib
import json
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from wagtail.models import Page

from ogl_portal.pages.models import StandardPage
from ogl_portal.programme.models import LoadedObject
from tests.factories import Portal, StandardPageFactory

convert = importlib.import_module("ogl_portal.legal.migrations.0002_convert_pages").convert


def heading(text: str) -> dict[str, Any]:
    return {"type": "heading", "value": {"level": "2", "text": text}}


def paragraph(html: str) -> dict[str, Any]:
    return {"type": "paragraph", "value": html}


FOUR = [
    paragraph("<p>Vorwort.</p>"),
    heading("Darum geht es"),
    paragraph("<p>Erster Satz.<br/>Zweiter &amp; letzter Satz.</p><p>Absatz.</p><ul><li>Punkt</li></ul>"),
    heading("So finden Sie sich zurecht"),
    paragraph('<p>Schreiben Sie uns.<br/><a href="https://example.org/">Hier</a></p>'),
    heading("Erklärung"),
    paragraph("<p>Drei.</p>"),
    heading("Mehr"),
    paragraph("<p>Vier.</p>"),
    heading("Noch mehr"),
    paragraph("<p>Fünf.</p>"),
]
NOTICE = [heading("Betreiber"), paragraph("<p>Fehlt noch.</p>"), heading("Rechte"), paragraph("<p>Lizenzen.</p>")]


def published(portal: Portal, slug: str, body: list[dict[str, Any]]) -> StandardPage:
    page = StandardPageFactory(
        parent=portal.home, title="Alt", slug=slug, teaser="Der Anreißer.", body=json.dumps(body)
    )
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def remember(page: StandardPage) -> None:
    """As the loader does, while nobody has touched the page."""
    LoadedObject.objects.create(
        key=f"page:{page.slug}", content_hash="x", state=f"{page.latest_revision_id} {page.live}", target=page
    )


def words(body: Any) -> list[Any]:
    return [(block.block_type, block.get_prep_value()["value"]) for block in body]


def test_easy_language_is_cut_into_its_four_parts(portal: Portal, client: Client) -> None:
    old = published(portal, "leichte-sprache", FOUR)
    convert(apps, None)
    page = Page.objects.get(pk=old.pk).specific
    assert type(page).__name__ == "EasyLanguagePage"
    assert (page.title, page.teaser, page.live) == ("Alt", "Der Anreißer.", True)
    assert words(page.essential)[0] == ("lines", "Vorwort.")
    assert words(page.essential)[1] == ("lines", "Erster Satz.\nZweiter & letzter Satz.\n\nAbsatz.")
    assert [block.block_type for block in page.essential] == ["lines", "lines", "items"]
    assert [block.block_type for block in page.navigation] == ["lines", "link"]
    assert [value for _, value in words(page.further)] == ["Vier.", "Fünf."]
    assert not StandardPage.objects.filter(pk=old.pk).exists()
    assert "Zweiter &amp; letzter Satz." in client.get("/leichte-sprache/").content.decode()


def test_sign_language_keeps_its_texts(portal: Portal, client: Client) -> None:
    old = published(portal, "gebaerdensprache", FOUR)
    convert(apps, None)
    page = Page.objects.get(pk=old.pk).specific
    assert type(page).__name__ == "SignLanguagePage"
    assert words(page.statement) == [("paragraph", "<p>Drei.</p>")]
    assert client.get("/gebaerdensprache/").status_code == 200


def test_drafts_and_earlier_versions_are_turned_too(portal: Portal) -> None:
    old = published(portal, "leichte-sprache", FOUR)
    old.body = json.dumps([*FOUR, paragraph("<p>Nur im Entwurf.</p>")])
    old.save_revision()
    convert(apps, None)
    page = Page.objects.get(pk=old.pk)
    draft = page.get_latest_revision_as_object()
    assert words(draft.further)[-1] == ("lines", "Nur im Entwurf.")
    draft.save_revision().publish()
    assert words(Page.objects.get(pk=old.pk).specific.further)[-1] == ("lines", "Nur im Entwurf.")


def test_the_notices_keep_what_staff_wrote_as_a_whole(portal: Portal, client: Client) -> None:
    old = published(portal, "impressum", NOTICE)
    convert(apps, None)
    page = Page.objects.get(pk=old.pk).specific
    assert type(page).__name__ == "ImprintPage"
    assert page.legal_source == "§ 5 DDG, § 18 Abs. 2 MStV"
    assert len(page.body) == 4
    assert "Lizenzen." in client.get("/impressum/").content.decode()


@pytest.mark.parametrize("touched", [False, True])
def test_what_the_page_now_says_itself_is_dropped_from_a_page_that_nobody_touched(
    portal: Portal, touched: bool
) -> None:
    old = published(portal, "impressum", NOTICE)
    remember(old)
    if touched:
        old.save_revision().publish()
    convert(apps, None)
    page = Page.objects.get(pk=old.pk).specific
    assert len(page.body) == (4 if touched else 2)
    assert page.get_latest_revision_as_object().body == page.body


def test_other_pages_are_left_alone(portal: Portal) -> None:
    lab = StandardPageFactory(parent=portal.home, slug="programm")
    elsewhere = StandardPageFactory(parent=lab, slug="impressum")
    parent = StandardPageFactory(parent=portal.home, slug="datenschutz")
    StandardPageFactory(parent=parent, slug="kind")
    convert(apps, None)
    assert StandardPage.objects.filter(pk__in=[lab.pk, elsewhere.pk, parent.pk]).count() == 3
