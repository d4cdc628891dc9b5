"""Photographs on the pages of labs, news and events: with credit and licence, and good without them as well."""

import json
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from lxml import etree
from wagtail.images.forms import get_image_form

from events.models import EventPage
from labs.models import LabPage
from news.models import NewsPage
from ogl_portal.core.blocks.media import PictureBlock
from ogl_portal.editorial.checks.findings import Rule
from ogl_portal.editorial.checks.pages import check_page
from ogl_portal.media.forms import LICENCE_MISSING, NAME_MISSING
from ogl_portal.media.models import PortalImage
from ogl_portal.media.pictures import pictures_on
from tests.factories import AdminFactory, EventPageFactory, ImageFactory, LabPageFactory, NewsPageFactory, Portal

pytestmark = pytest.mark.django_db
CREDITED = {"credit": "Stadt Brandis", "licence": "cc-by-4.0"}
CC_BY = "https://creativecommons.org/licenses/by/4.0/deed.de"
KINDS = [(LabPageFactory, "labs"), (NewsPageFactory, "news"), (EventPageFactory, "events")]


def shown_text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def picture_in_json_ld(content: str) -> dict[str, str]:
    (told,) = etree.HTML(content).xpath('//script[@type="application/ld+json"][contains(., "ImageObject")]/text()')
    document = json.loads(told)
    return dict(document.get("image") or document["mainEntity"]["image"])


def page_with(portal: Portal, factory: Any, parent: str, **values: Any) -> Any:
    return factory(parent=getattr(portal, parent), slug="bild", **values)


@pytest.mark.parametrize(("factory", "parent"), KINDS)
def test_a_photograph_is_shown_with_its_text_its_maker_and_its_licence(
    portal: Portal, client: Client, factory: Any, parent: str
) -> None:
    image = ImageFactory(**CREDITED)
    page = page_with(portal, factory, parent, picture=image, picture_alt="Menschen auf dem Markt")
    content = client.get(page.url).content.decode()
    assert 'alt="Menschen auf dem Markt"' in content
    caption = etree.HTML(content).find(".//figure/figcaption")
    assert shown_text(caption) == "Foto: Stadt Brandis, CC BY 4.0"
    assert [(link.get("href"), link.get("rel")) for link in caption.iter("a")] == [(CC_BY, "license")]
    assert '<meta property="og:image:alt" content="Menschen auf dem Markt">' in content
    assert "img/share" not in content
    told = picture_in_json_ld(content)
    assert told["contentUrl"].startswith("http")
    assert (told["@type"], told["creditText"], told["license"]) == ("ImageObject", "Stadt Brandis", CC_BY)
    assert image in [found for found, _ in pictures_on(page)]


@pytest.mark.parametrize(("factory", "parent"), KINDS)
def test_without_a_photograph_nothing_stands_in_its_place(
    portal: Portal, client: Client, factory: Any, parent: str
) -> None:
    content = client.get(page_with(portal, factory, parent).url).content.decode()
    assert '<figure class="figure' not in content
    assert "Foto:" not in content
    assert "img/share" in content


@pytest.mark.parametrize("kind", [LabPage, NewsPage, EventPage])
def test_a_photograph_needs_its_alternative_text_to_be_published(kind: Any) -> None:
    page = kind(title="M", slug="m", picture=ImageFactory())
    with pytest.raises(ValidationError) as refusal:
        page.clean_fields()
    assert "picture_alt" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("said", "caption"),
    [
        ({"credit": "Stadt Brandis", "licence": "permission"}, "Foto: Stadt Brandis, Nutzung mit Erlaubnis"),
        ({"licence": "cc0-1.0"}, "Foto: CC0 1.0"),
        ({"credit": "Stadt Brandis, Lizenz siehe dort"}, "Foto: Stadt Brandis, Lizenz siehe dort"),
    ],
)
def test_what_is_said_is_shown_and_nothing_else(
    portal: Portal, client: Client, said: dict[str, str], caption: str
) -> None:
    """The last one is a picture from before licences had a field."""
    page = page_with(portal, NewsPageFactory, "news", picture=ImageFactory(**said), picture_is_decorative=True)
    content = client.get(page.url).content.decode()
    assert shown_text(etree.HTML(content).find(".//figure/figcaption")) == caption
    told = picture_in_json_ld(content)
    assert told.get("creditText", "") == said.get("credit", "")
    assert ("license" in told) is (said.get("licence") == "cc0-1.0")


@pytest.mark.parametrize(
    ("own", "caption"), [("", "Bild: Stadt Brandis, CC BY 4.0"), ("Stadt Wurzen", "Bild: Stadt Wurzen")]
)
def test_a_picture_in_a_text_says_the_same_of_itself_unless_its_place_says_otherwise(own: str, caption: str) -> None:
    value = {"decorative": True, "alt": "", "caption": "", "credit": own, "image": ImageFactory(**CREDITED)}
    markup = PictureBlock().render(PictureBlock().to_python({**value, "image": value["image"].pk}))
    assert shown_text(etree.HTML(markup).find(".//figcaption")) == caption


@pytest.mark.parametrize(("factory", "parent"), KINDS)
@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, "der Name und die Lizenz"),
        ({"credit": "Stadt Brandis"}, "die Lizenz"),
        ({"licence": "cc-by-4.0"}, "der Name"),
        ({"licence": "cc0-1.0"}, ""),
        (CREDITED, ""),
    ],
)
def test_editors_are_asked_for_what_is_missing(
    portal: Portal, factory: Any, parent: str, said: dict[str, str], missing: str
) -> None:
    page = page_with(portal, factory, parent, picture=ImageFactory(**said), picture_alt="Markt")
    found = [finding for finding in check_page(page) if finding.rule is Rule.CREDIT_MISSING]
    assert [finding.sentence for finding in found] == ([f"Am Bild »Ein Bild« fehlt: {missing}."] if missing else [])
    assert all("»Lizenz«" in finding.advice for finding in found)


@pytest.mark.parametrize(
    ("credit", "licence", "errors"),
    [
        ("Stadt Brandis", "", {"licence": [LICENCE_MISSING]}),
        ("", "cc-by-4.0", {"credit": [NAME_MISSING]}),
        ("", "cc0-1.0", {}),
        ("", "", {}),
        ("Stadt Brandis", "permission", {}),
    ],
)
def test_who_tells_the_maker_tells_the_licence(
    portal: Portal, credit: str, licence: str, errors: dict[str, list[str]]
) -> None:
    image = ImageFactory()
    sent = {"title": "Markt", "collection": image.collection.pk, "credit": credit, "licence": licence}
    form = get_image_form(PortalImage)(sent, instance=image, user=AdminFactory())
    assert {name: form.errors[name] for name in form.errors} == errors


def test_an_older_picture_is_saved_as_it_is(portal: Portal) -> None:
    image = ImageFactory(credit="Stadt Brandis, Lizenz siehe dort")
    sent = {"title": "Marktplatz", "collection": image.collection.pk, "credit": image.credit, "licence": ""}
    assert get_image_form(PortalImage)(sent, instance=image, user=AdminFactory()).is_valid()


@pytest.mark.parametrize(
    ("credit", "name", "licence"),
    [
        ("Stadt Brandis, CC BY 4.0", "Stadt Brandis", "cc-by-4.0"),
        ("Stadt Brandis (CC BY-SA 3.0)", "Stadt Brandis", "cc-by-sa-3.0"),
        ("Baden-Baden / gemeinfrei", "Baden-Baden", "public-domain"),
        ("CC0", "", "cc0-1.0"),
        ("Stadt Brandis", "Stadt Brandis", ""),
        ("Stadt Brandis, CC BY-SA 3.0 DE", "Stadt Brandis, CC BY-SA 3.0 DE", ""),
    ],
)
def test_the_migration_parts_what_stood_in_one_line(credit: str, name: str, licence: str) -> None:
    image = ImageFactory(credit=credit)
    migration = import_module("ogl_portal.media.migrations.0003_licence_of_pictures")
    migration.part_credits(apps, None)
    image.refresh_from_db()
    assert (image.credit, image.licence) == (name, licence)
    migration.join_credits(apps, None)
    migration.part_credits(apps, None)
    image.refresh_from_db()
    assert (image.credit, image.licence) == (name, licence)
