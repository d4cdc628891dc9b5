"""Photographs on the pages of labs, news and events: with credit and licence, and good without them as well."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from events.models import EventPage
from labs.models import LabPage
from news.models import NewsPage
from ogl_portal.editorial.checks.findings import Rule
from ogl_portal.editorial.checks.pages import check_page
from ogl_portal.media.pictures import pictures_on
from tests.factories import EventPageFactory, ImageFactory, LabPageFactory, NewsPageFactory, Portal

pytestmark = pytest.mark.django_db
CREDIT = "Stadt Brandis, CC BY 4.0"
KINDS = [(LabPageFactory, "labs"), (NewsPageFactory, "news"), (EventPageFactory, "events")]


def page_with(portal: Portal, factory: Any, parent: str, **values: Any) -> Any:
    return factory(parent=getattr(portal, parent), slug="bild", **values)


@pytest.mark.parametrize(("factory", "parent"), KINDS)
def test_a_photograph_is_shown_with_its_text_its_maker_and_its_licence(
    portal: Portal, client: Client, factory: Any, parent: str
) -> None:
    image = ImageFactory(credit=CREDIT)
    page = page_with(portal, factory, parent, picture=image, picture_alt="Menschen auf dem Markt")
    content = client.get(page.url).content.decode()
    assert 'alt="Menschen auf dem Markt"' in content
    assert f"<figcaption>Foto: {CREDIT}</figcaption>" in content
    assert '<meta property="og:image:alt" content="Menschen auf dem Markt">' in content
    assert "img/share" not in content
    assert '"image": "http' in content, "search engines are told of it"
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


@pytest.mark.parametrize(("factory", "parent"), KINDS)
@pytest.mark.parametrize(("credit", "rules"), [("", [Rule.CREDIT_MISSING]), (CREDIT, [])])
def test_editors_are_asked_for_a_credit_that_is_missing(
    portal: Portal, factory: Any, parent: str, credit: str, rules: list[Rule]
) -> None:
    page = page_with(portal, factory, parent, picture=ImageFactory(credit=credit), picture_alt="Markt")
    found = [finding for finding in check_page(page) if finding.rule is Rule.CREDIT_MISSING]
    assert [finding.rule for finding in found] == rules
    assert all("Bildnachweis" in finding.advice for finding in found)
